/** `1.23 M`, `45.6 k`, `789`, `0.42`: three digits that count. */
export function formatRate(rate: number): string {
  if (rate >= 1e6) return `${toDigits(rate / 1e6)} M`;
  return rate >= 1e3 ? `${toDigits(rate / 1e3)} k` : toDigits(rate);
}

/** `3.20 ×`. */
export function formatRatio(ratio: number): string {
  return `${toDigits(ratio)} ×`;
}

/** `1,234`, `45.6`, `0.42`. */
export function toDigits(number: number): string {
  const size = Math.abs(number);
  if (size >= 99.95) return Math.round(number).toLocaleString('en');
  return number.toFixed(size >= 9.995 ? 1 : 2);
}

/** `12 ms`, `3.40 s`. */
export function formatTime(ms: number): string {
  return ms >= 1_000 ? `${toDigits(ms / 1_000)} s` : `${toDigits(ms)} ms`;
}
