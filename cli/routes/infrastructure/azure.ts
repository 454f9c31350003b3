import type { Infrastructure, Requirement } from './infrastructure.ts';

const UPLOADS = 'azurerm_eventgrid_system_topic_event_subscription';
const EVENTS = 'azurerm_eventgrid_event_subscription';

/** Each source is an Event Grid topic, and each of its subscriptions has everything of its own. */
export const AZURE: Infrastructure = { uploads: subscription(UPLOADS), events: subscription(EVENTS) };

function subscription(type: string): readonly Requirement[] {
  return [
    { role: 'trigger', oneOf: { [type]: 'azure_function_endpoint' } },
    { role: 'filter', oneOf: { [type]: 'advanced_filter' }, fromRoutes: true },
    { role: 'retry', oneOf: { [type]: 'retry_policy' } },
    { role: 'dead-letter', oneOf: { [type]: 'storage_blob_dead_letter_destination' } },
  ];
}
