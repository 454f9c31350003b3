/**
 * Azure Functions documentation, "host.json reference for Azure Functions 2.x and later" and "Azure Event Hubs trigger and bindings,
 * host.json settings". What lies in the hub before the first start is read as well, and every batch moves the checkpoint.
 */
const HOST = {
  version: '2.0',
  extensionBundle: { id: 'Microsoft.Azure.Functions.ExtensionBundle', version: '[4.*, 5.0.0)' },
  // The router gives up after 28 s: what takes longer than this hangs.
  functionTimeout: '00:01:00',
  // Each delivery's line counts: an alert reads them, and one that was left out tells of no dead letter.
  logging: { applicationInsights: { samplingSettings: { isEnabled: true, excludedTypes: 'Trace;Exception' } } },
  extensions: {
    eventHubs: {
      maxEventBatchSize: 100,
      batchCheckpointFrequency: 1,
      initialOffsetOptions: { type: 'fromStart' },
    },
  },
};

export const HOST_JSON = `${JSON.stringify(HOST, null, 2)}\n`;
