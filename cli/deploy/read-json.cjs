const { existsSync, readFileSync } = require('node:fs');
const { sentence } = require('./sentence.cjs');

/** The JSON of a file; throws a sentence with the place and the fix when it is missing or is no JSON object. */
function readJson(path, { what, fix }) {
  if (!existsSync(path)) throw sentence(`${path} is missing: expected ${what}. ${fix}`);
  const value = parse(readFileSync(path, 'utf8'));
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw sentence(`${path} holds no JSON object: expected ${what}. ${fix}`);
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

module.exports = { readJson };
