// SPDX-License-Identifier: Apache-2.0
// Scanners that type like a keyboard, anywhere on the page. They are told from fingers by their
// speed, and what they type presses no button.

const PAUSE = 300;       // ms without a key end a scan
const FEWEST = 6;        // keys that make a scan
const MOST = 8192;       // keys that are kept; the longest code has 1,248 characters

/** @param {EventTarget | null} target */
const isField = (target) =>
  target instanceof HTMLTextAreaElement ||
  (target instanceof HTMLInputElement && !['file', 'radio', 'checkbox', 'button'].includes(target.type));

export class Wedge {
  #typed = '';
  #count = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  /** @type {(typed: string) => void} */
  onScan = () => {};
  /** onTooLong is called once for a flood that can't be a code. */
  onTooLong = () => {};

  /** @param {Document} page */
  listen(page) {
    page.addEventListener('keydown', (event) => this.#down(event), true);
    page.addEventListener('keyup', (event) => this.#up(event), true);
  }

  /** @param {KeyboardEvent} event */
  #down(event) {
    if (isField(event.target) || event.ctrlKey && !event.altKey || event.metaKey) return;
    const running = this.#count > 0;
    const ends = event.key === 'Enter' || event.key === 'Tab';
    const character = [...event.key].length === 1 ? event.key : '';
    if (!ends && character === '') return;
    // A space or an end in the middle of a scan is the scanner's and not a finger on a button.
    if (running && (ends || character === ' ')) {
      event.preventDefault();
      event.stopPropagation();
    }
    if (ends) {
      if (running) this.#end();
      return;
    }
    if (!running && character === ' ') return;
    this.#count += 1;
    if (this.#typed.length < MOST) this.#typed += character;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#end(), PAUSE);
  }

  /** @param {KeyboardEvent} event */
  #up(event) {
    if (this.#count > 1 && event.key === ' ' && !isField(event.target)) event.preventDefault();
  }

  #end() {
    clearTimeout(this.#timer);
    const typed = this.#typed, count = this.#count;
    this.#typed = '';
    this.#count = 0;
    if (count < FEWEST) return;
    if (count > MOST) this.onTooLong();
    else this.onScan(typed);
  }
}
