/**
 * An amount in a currency's minor unit as a text for people: 1999 EUR is €19.99, 1999 JPY is ¥1,999. Exact at any size. A code that
 * nobody knows is written as it is, with two digits.
 */
export function money(minor: bigint, currency: string): string {
  const digits = minorDigits(currency);
  const format = new Intl.NumberFormat('en', {
    style: 'currency',
    currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return format.format(decimal(minor, digits));
}

/**
 * How many digits ISO 4217 gives the minor unit, where that is not two. Intl must not be asked: V8 answers from CLDR, which says what
 * people usually write, and so 0 for HUF, IDR or COP, whose minor unit is a hundredth.
 */
const DIGITS: Readonly<Record<string, readonly string[]>> = {
  0: 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'.split(' '),
  3: 'BHD IQD JOD KWD LYD OMR TND'.split(' '),
  4: 'CLF UYW'.split(' '),
};

function minorDigits(currency: string): number {
  return Number(Object.entries(DIGITS).find(([, codes]) => codes.includes(currency))?.[0] ?? 2);
}

/** The digits with a point among them, as a text: Intl formats that exactly, where a division would round. */
function decimal(minor: bigint, digits: number): Intl.StringNumericLiteral {
  const text = String(minor).padStart(digits + 1, '0');
  const whole = text.slice(0, text.length - digits);
  return `${whole}.${text.slice(text.length - digits)}0` as Intl.StringNumericLiteral; // digits on both sides of a point
}
