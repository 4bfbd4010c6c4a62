// SPDX-License-Identifier: Apache-2.0
// A server for what the tests themselves put into a browser: a few folders of this tree, read only.

import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';

const TYPES = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8', '.wasm': 'application/wasm', '.json': 'application/json',
};
const PAGE = `<!doctype html><html lang="en"><title>test</title><link rel="icon" href="data:,">
<script type="importmap">{"imports":{"libsodium":"/libsodium/libsodium.mjs"}}</script>`;

/** serve gives out `folders`, { '/name/': path }, `files`, { '/name': bytes }, and an empty page at /. */
export async function serve(folders, files = {}) {
  const server = http.createServer((request, reply) => {
    const { pathname } = new URL(request.url, 'http://here');
    if (pathname === '/') {
      reply.setHeader('Content-Type', TYPES['.html']);
      reply.end(PAGE);
      return;
    }
    if (files[pathname]) {
      reply.end(files[pathname]);
      return;
    }
    const prefix = Object.keys(folders).find((name) => pathname.startsWith(name));
    const file = prefix && path.join(folders[prefix], path.normalize(`/${decodeURIComponent(pathname.slice(prefix.length))}`));
    fs.readFile(file || '', (error, bytes) => {
      reply.statusCode = error ? 404 : 200;
      reply.setHeader('Content-Type', TYPES[path.extname(pathname)] ?? 'application/octet-stream');
      reply.setHeader('Cache-Control', 'no-store');
      reply.end(error ? '' : bytes);
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${server.address().port}`, close: () => new Promise((resolve) => {
    server.closeAllConnections?.();
    server.close(resolve);
  }) };
}
