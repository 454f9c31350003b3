import type { TriggerName } from '../compiled.ts';
import type { Role } from '../deploy-finding.ts';

/**
 * That some resource which serves a source plays a role: one of a type of `oneOf`, with the argument or block named there. Several types are
 * several ways to deploy the same; each way that is in use at all must have it.
 */
export type Requirement = {
  readonly role: Role;
  readonly oneOf: Readonly<Record<string, string>>;
  /** The argument must follow from routes.json. */
  readonly fromRoutes?: true;
};

/** What a source of events consists of on one cloud. */
export type Infrastructure = Readonly<Partial<Record<TriggerName, readonly Requirement[]>>>;
