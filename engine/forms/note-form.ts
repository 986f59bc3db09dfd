import type { NoteForm } from '../../api/ports/form-counts.ts';
import type { Clock } from '../clock/clock.ts';
import type { FormDayStore } from './ports.ts';

/** The day of an instant in UTC, `2026-06-01`. */
export const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** Makes the count of what comes of forms. */
export const createNoteForm =
  (deps: { readonly formDays: FormDayStore; readonly clock: Clock }): NoteForm =>
  ({ tenant, form, result }) =>
    deps.formDays.count({ tenant, form, result, day: dayOf(deps.clock.now(tenant)) });
