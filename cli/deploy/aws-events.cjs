/** As local/laptop/sweep-event.ts has it: it stands in the schedule, the same each minute. */
const SWEEP_EVENT = { specversion: '1.0', id: 'every-minute', source: '/waybill/scheduler', type: 'waybill.sweep' };

/** A sweep that fails needs neither a retry nor a letter: the next one does its work, a minute later. */
const SWEEP = {
  eventBridge: {
    schedule: 'rate(1 minute)',
    description: 'Wakes the joins that are due',
    input: SWEEP_EVENT,
    retryPolicy: { maximumEventAge: 60, maximumRetryAttempts: 0 },
  },
};

/** The least that a queue's mapping takes, and enough for what is given up. */
const LEAST_AT_ONCE = 2;

/**
 * Each function's events; one whose trigger no route needs is not there. What is on the bus comes through a queue that Terraform's rule
 * fills, and the rule has the filter: called by EventBridge itself, a function gets an event three times within some minutes.
 */
function toEvents({ outputs, parameters, routes }, kafka) {
  const { uploads, events } = routes.triggers;
  const { batchSize, maxInstances } = parameters;
  const queues = [
    ...(uploads === null ? [] : [{ arn: outputs.uploads_queue_arn, ...filterOf(uploads) }]),
    ...(events === null ? [] : [{ arn: outputs.events_queue_arn }]),
  ];
  const maximumConcurrency = Math.max(LEAST_AT_ONCE, Math.floor(maxInstances / queues.length));
  const router = [
    // The first: its place is a part of the rule's name.
    ...(routes.joins ? [SWEEP] : []),
    ...queues.map((queue) => toSqs({ ...queue, batchSize, maximumConcurrency })),
    ...kafka.events,
  ];
  const deadLetters = deadLetterQueues(outputs, routes.triggers);
  return {
    router: { events: router },
    deadLetters: {
      events: deadLetters.map((arn) => toSqs({ arn, batchSize, maximumConcurrency: LEAST_AT_ONCE })),
    },
  };
}

/** What is given up, whoever gave it up. */
function deadLetterQueues(outputs, { uploads, events }) {
  return [
    outputs.failures_queue_arn,
    ...(uploads === null ? [] : [outputs.uploads_dead_letter_queue_arn]),
    ...(events === null ? [] : [outputs.events_dead_letter_queue_arn]),
  ];
}

function filterOf({ filterPatterns }) {
  return filterPatterns.length === 0 ? {} : { filterPatterns };
}

function toSqs(queue) {
  return { sqs: { ...queue, maximumBatchingWindow: 0, functionResponseType: 'ReportBatchItemFailures' } };
}

module.exports = { toEvents, deadLetterQueues };
