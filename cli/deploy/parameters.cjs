const { sentence } = require('./sentence.cjs');

/** The whole numbers that `--param NAME=VALUE` sets, and their bounds, which are Lambda's own. */
const NUMBERS = {
  timeout: [10, 900],
  memory: [128, 10_240],
  batchSize: [1, 10],
  maxInstances: [2, 1_000],
  kafkaBatchSize: [1, 10_000],
  kafkaMinPollers: [1, 200],
  kafkaMaxPollers: [1, 2_000],
  kafkaMaxAge: [60, 604_800],
};
const TEXTS = ['package', 'kafkaTopic', 'kafkaAuth', 'kafkaSecret', 'kafkaCaSecret'];
const LISTS = ['kafkaBrokers', 'kafkaSubnets', 'kafkaSecurityGroups'];
const RESERVED = 'reservedConcurrency';

/** Serverless's parameters, checked: numbers, texts ('' when not given) and lists that were written with commas. */
async function readParameters({ options, resolveVariable }) {
  checkNames(options.param);
  const read = async (names, parse) => {
    const one = async (name) => [name, parse(name, String((await resolveVariable(`param:${name}`)) ?? ''))];
    return Object.fromEntries(await Promise.all(names.map(one)));
  };
  const numbers = await read(Object.keys(NUMBERS), (name, text) => parseNumber(name, text, NUMBERS[name]));
  return {
    ...numbers,
    ...(await read([RESERVED], (_, text) => parseReserved(text, numbers))),
    ...(await read(TEXTS, (_, text) => text)),
    ...(await read(LISTS, (_, text) => text.split(',').filter((part) => part !== ''))),
  };
}

/** Serverless takes any name, and a mistyped one would do nothing. Without --param, `given` is null. */
function checkNames(given) {
  const names = [...Object.keys(NUMBERS), RESERVED, ...TEXTS, ...LISTS];
  const unknown = [given ?? []]
    .flat()
    .map((text) => text.split('=')[0])
    .find((name) => !names.includes(name));
  if (unknown === undefined) return;
  throw sentence(`Parameter ${unknown}: expected one of ${names.join(', ')}, got a name that nothing reads`);
}

/** What is turned away for want of it counts as received, again and again. */
function parseReserved(text, { maxInstances }) {
  if (text === '') return undefined;
  const reserved = parseNumber(RESERVED, text, [1, Number.MAX_SAFE_INTEGER]);
  if (reserved >= maxInstances) return reserved;
  throw sentence(
    `Parameter ${RESERVED}: expected at least maxInstances (${maxInstances}), or what the queues bring is turned away and ends as dead letters, got ${reserved}. Set it with --param ${RESERVED}=${maxInstances}, or lower maxInstances`,
  );
}

function parseNumber(name, text, [least, most]) {
  if (/^\d+$/.test(text) && Number(text) >= least && Number(text) <= most) return Number(text);
  const expected = `expected a whole number from ${least} to ${most}`;
  throw sentence(`Parameter ${name}: ${expected}, got ${JSON.stringify(text)}. Set it with --param ${name}=${least}`);
}

module.exports = { readParameters };
