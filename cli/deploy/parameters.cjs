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

/** Serverless's parameters, checked: numbers, texts ('' when not given) and lists that were written with commas. */
async function readParameters(resolveVariable) {
  const read = async (names, parse) => {
    const one = async (name) => [name, parse(name, String((await resolveVariable(`param:${name}`)) ?? ''))];
    return Object.fromEntries(await Promise.all(names.map(one)));
  };
  return {
    ...(await read(Object.keys(NUMBERS), (name, text) => parseNumber(name, text, NUMBERS[name]))),
    ...(await read(['reservedConcurrency'], parseReserved)),
    ...(await read(TEXTS, (_, text) => text)),
    ...(await read(LISTS, (_, text) => text.split(',').filter((part) => part !== ''))),
  };
}

function parseReserved(name, text) {
  return text === '' ? undefined : parseNumber(name, text, [1, Number.MAX_SAFE_INTEGER]);
}

function parseNumber(name, text, [least, most]) {
  if (/^\d+$/.test(text) && Number(text) >= least && Number(text) <= most) return Number(text);
  const expected = `expected a whole number from ${least} to ${most}`;
  throw sentence(`Parameter ${name}: ${expected}, got ${JSON.stringify(text)}. Set it with --param ${name}=${least}`);
}

module.exports = { readParameters };
