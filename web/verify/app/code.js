// SPDX-License-Identifier: Apache-2.0
// Codes on this screen, for another device to read.

import { $ } from './dom.js';
import { encode } from 'uqr';

const QUIET = 4;  // modules of white around a code

/**
 * drawCode puts the code of a text on the screen, as one path on white.
 * @param {string} id of the element that is named `name` for whoever hears the page
 * @param {string} text @param {string} name
 */
export function drawCode(id, text, name) {
  const { size, data } = encode(text, { ecc: 'M', border: 0, boostEcc: true });
  const whole = size + 2 * QUIET;
  let path = '';
  data.forEach((row, y) => {
    for (let x = 0; x < size; x += 1) {
      if (!row[x]) continue;
      const begin = x;
      while (row[x + 1]) x += 1;
      path += `M${begin + QUIET} ${y + QUIET}h${x - begin + 1}v1H${begin + QUIET}z`;
    }
  });
  const space = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(space, 'svg'), dark = document.createElementNS(space, 'path');
  svg.setAttribute('viewBox', `0 0 ${whole} ${whole}`);
  svg.setAttribute('shape-rendering', 'crispEdges');
  svg.setAttribute('aria-hidden', 'true');
  dark.setAttribute('d', path);
  dark.setAttribute('fill', '#000');
  svg.append(dark);
  $(id).replaceChildren(svg);
  $(id).setAttribute('aria-label', name);
}
