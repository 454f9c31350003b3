const { publishesToMsk } = require('./terraform-outputs.cjs');

/** Each function's environment variables; docs/adapters.md says what they mean. The settings are Terraform's. */
function toEnvironments({ outputs, parameters, routes }, kafka) {
  const { uploads, events } = routes.triggers;
  const queues = uploads === null && events === null ? [] : ['aws:sqs'];
  const common = {
    WAYBILL_TIME_LIMIT: `${parameters.timeout}s`,
    STATE_TABLE: outputs.state_table,
    DEAD_LETTERS_BUCKET: outputs.dead_letters_bucket,
    EVENT_BUS_NAME: outputs.events_bus_name,
  };
  const router = {
    ...outputs.settings,
    ...common,
    // Each of these mappings reports batch item failures: any other would take a partial answer for success.
    WAYBILL_PARTIAL_BATCH: [...queues, ...kafka.sources].join(','),
    ...(routes.needs.includes('blobs') ? { THUMBNAILS_BUCKET: outputs.thumbnails_bucket } : {}),
    ...outputs.secret_arns, // names: a function’s variables show their values to whoever may see it
    ...(publishesToMsk(outputs) ? toBrokers(outputs) : {}),
  };
  const deadLetters = { ...common, WAYBILL_PARTIAL_BATCH: 'aws:sqs', ON_FAILURE_BUCKET: outputs.on_failure_bucket };
  return { router: { environment: router }, deadLetters: { environment: deadLetters } };
}

/** The preset knows by the brokers' port that they want TLS, and IAM or SCRAM. */
function toBrokers({ msk_bootstrap_brokers: KAFKA_BROKERS, msk_topic: KAFKA_TOPIC, msk_secret_arn: KAFKA_SECRET }) {
  const login = KAFKA_SECRET === undefined ? {} : { KAFKA_SECRET };
  return { KAFKA_PRESET: 'msk', KAFKA_BROKERS, KAFKA_TOPIC, ...login };
}

module.exports = { toEnvironments };
