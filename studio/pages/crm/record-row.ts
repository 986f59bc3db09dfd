import type { components } from '../../api/schema.ts';

/** A record as the API shows it. */
export type RecordRow = components['schemas']['Record'];
