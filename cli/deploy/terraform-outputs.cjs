const { join, resolve } = require('node:path');
const { readJson } = require('./read-json.cjs');
const { sentence } = require('./sentence.cjs');

const WRITE = 'mkdir -p .waybill && terraform -chdir=terraform/aws output -json > .waybill/terraform-aws.json';

/** What stands there whatever the routes are. */
const ALWAYS = [
  ...['name', 'region', 'function_name', 'dead_letters_function_name', 'state_table', 'state_table_arn'],
  ...['dead_letters_bucket', 'dead_letters_bucket_arn', 'on_failure_bucket', 'on_failure_bucket_arn'],
  ...['failures_queue_arn', 'events_bus_name', 'events_bus_arn', 'function_timeout'],
];
const UPLOADS = ['uploads_queue_arn', 'uploads_dead_letter_queue_arn'];
const BLOBS = ['uploads_bucket_arn', 'thumbnails_bucket', 'thumbnails_bucket_arn'];
const EVENTS = ['events_queue_arn', 'events_dead_letter_queue_arn'];
const MSK = ['msk_topic', 'msk_auth'];

/** Terraform leaves an output out of its JSON when its value is null. */
const OPTIONAL = [
  ...['settings', 'secret_arns', 'secret_key_arns'],
  ...['msk_cluster_arn', 'msk_bootstrap_brokers', 'msk_secret_arn', 'vpc_subnet_ids', 'vpc_security_group_ids'],
];

/** Every output that is read here: terraform/aws/outputs.tf must declare each. */
const OUTPUT_NAMES = [...ALWAYS, ...UPLOADS, ...BLOBS, ...EVENTS, ...MSK, ...OPTIONAL];

/**
 * The values of `terraform output -json` by name, from WAYBILL_TERRAFORM_OUTPUTS or .waybill/terraform-aws.json. Throws a sentence that
 * names every output that these routes need and that is not there.
 */
function readOutputs(env, routes) {
  const path = outputsPath(env);
  const what = 'the outputs of terraform/aws';
  const json = readJson(path, { what, fix: `Apply Terraform, then run: ${WRITE}` });
  const outputs = Object.fromEntries(Object.entries(json).map(([name, output]) => [name, output?.value ?? undefined]));
  const missing = needed(outputs, routes).filter((name) => outputs[name] === undefined);
  if (missing.length === 0) return outputs;
  const got = `got ${Object.keys(json).length} outputs without ${missing.length > 1 ? 'them' : 'it'}`;
  const fix = `Apply terraform/aws with the routes as they are now, then run: ${WRITE}`;
  throw sentence(`${path}: expected ${missing.join(', ')}, ${got}. ${fix}`);
}

function outputsPath(env) {
  const given = env.WAYBILL_TERRAFORM_OUTPUTS;
  return given ? resolve(given) : join(__dirname, '../../.waybill/terraform-aws.json');
}

function needed(outputs, { triggers, needs }) {
  return [
    ...ALWAYS,
    ...(triggers.uploads === null ? [] : UPLOADS),
    ...(needs.includes('blobs') ? BLOBS : []),
    ...(triggers.events === null ? [] : EVENTS),
    ...(triggers.kafka === null || outputs.msk_cluster_arn === undefined ? [] : MSK),
    ...(outputs.msk_auth === 'scram' ? ['msk_secret_arn'] : []),
    ...(publishesToMsk(outputs) ? ['vpc_security_group_ids', 'msk_bootstrap_brokers', 'msk_topic'] : []),
  ];
}

/** Only then does the router enter the VPC. */
function publishesToMsk({ vpc_subnet_ids: subnets = [] }) {
  return subnets.length > 0;
}

module.exports = { OUTPUT_NAMES, readOutputs, publishesToMsk };
