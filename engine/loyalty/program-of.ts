import type { ProgramDefinition } from '../../domain/loyalty/program-schema.ts';
import { creditDefinition } from '../../domain/loyalty/store-credit.ts';
import type { LiveWorkspace } from '../journeys/live-workspace.ts';

/** The programme of a key, as published; store credit is one for each currency, and in no file. */
export const programOf = (live: LiveWorkspace, key: string): ProgramDefinition | undefined =>
  creditDefinition(key) ?? live.programs.get(key)?.definition;
