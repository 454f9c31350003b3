import type { CloudName } from '../../../local/laptop/cloud.ts';
import { AWS } from './aws.ts';
import { AZURE } from './azure.ts';
import { GCP } from './gcp.ts';
import type { Infrastructure } from './infrastructure.ts';

/** What a source of events consists of, on each cloud; one that a cloud does not have is not here. */
export const INFRASTRUCTURE: Readonly<Record<CloudName, Infrastructure>> = { gcp: GCP, azure: AZURE, aws: AWS };
