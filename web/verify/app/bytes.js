// SPDX-License-Identifier: Apache-2.0

/** hex is how hashes are named everywhere here. @param {Uint8Array} bytes */
export const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
