/** The numbers of a JSON text, as they are written. */
export function numbersIn(json: string): readonly string[] {
  return json.replace(/"(?:[^"\\]|\\.)*"/gs, '""').match(/-?\d+(?:\.\d+)?(?:e[+-]?\d+)?/gi) ?? [];
}

/** Whether event-ruler compares some number by its text: it only takes a number whose shortest decimal form says the same. */
export function hasInexactNumber(json: string): boolean {
  return numbersIn(json).some(isInexact);
}

function isInexact(token: string): boolean {
  const number = Number(token);
  // Java before 19 writes the smallest doubles with a digit too many, and so takes them for inexact.
  if (!Number.isFinite(number) || (number !== 0 && Math.abs(number) < 2.3e-308)) return true;
  return decimal(token) !== decimal(String(number));
}

/** Sign, digits and exponent, of which there is one spelling for each value. */
function decimal(token: string): string {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/i.exec(token) ?? [];
  const digits = `${whole}${fraction}`.replace(/^0+/, '');
  const significant = digits.replace(/0+$/, '');
  if (significant === '') return '0';
  return `${sign}${significant}e${Number(exponent) - fraction.length + digits.length - significant.length}`;
}
