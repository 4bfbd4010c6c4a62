// SPDX-License-Identifier: Apache-2.0
// Where things lie.

import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const HERE = path.dirname(fileURLToPath(import.meta.url));
export const ROOT = path.resolve(HERE, '../..');
export const BUILD = path.join(ROOT, 'build');
export const BIN = process.env.WHIT_BIN || path.join(BUILD, 'bin');
export const PAGES = process.env.WHIT_PAGES || path.join(BUILD, 'web');  // with check/ and wallet/
export const MODULE = path.join(BUILD, 'web/whit');
export const SHOTS = path.join(BUILD, 'web/shots');
export const VECTORS = path.join(ROOT, 'spec/vectors');
export const CHROMIUM = process.env.WHIT_CHROMIUM || '/usr/bin/chromium';
