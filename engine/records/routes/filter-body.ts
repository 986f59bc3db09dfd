import type { Problem } from '../../../domain/problem.ts';
import { type Conditions, factsIn } from '../../../domain/rules/condition-shape.ts';
import { checkConditions, conditionsSchemaFor } from '../../../domain/rules/conditions.ts';
import { parsePath } from '../../../domain/rules/path.ts';
import { requestError } from '../../../api/http/problem.ts';
import type { Clock } from '../../clock/clock.ts';
import { listFilter } from '../lists/list-filter.ts';
import { refusePersonal, type sightOf } from './sight-body.ts';

/** Throws `invalid-input` with what is wrong with a list that was asked for. */
export const refuseList = (problems: readonly Problem[], message: string): never => {
  throw requestError({ code: 'invalid-input', message, problems });
};

/** The filter of an address, as JSON. Throws `invalid-input` for what is none. */
export const filterIn = (filter: string | undefined): unknown => {
  if (filter === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(filter);
    return value;
  } catch {
    const hint =
      'Write conditions as JSON and encode them for the address, such as `{"all":[{"fact":"record","path":"$.stage","operator":"equal","value":"open"}]}`.';
    const message = 'The filter is not JSON.';
    return refuseList([{ code: 'not-json', path: 'filter', message, hint, severity: 'error' }], message);
  }
};

const facts = ['record', 'now'] as const;
const conditions = conditionsSchemaFor(facts);

/** Reads the filter of a list of records. Throws `invalid-input` for what is no filter, or stands on no index. */
export const readFilter = async (input: {
  deps: { readonly zoneOf: (tenant: string) => Promise<string>; readonly clock: Clock };
  tenant: string;
  sight: Awaited<ReturnType<typeof sightOf>>;
  filter: unknown;
  /** What of the records the caller sees; everything by default. */
  within?: Conditions | undefined;
}) => {
  const { deps, tenant, sight, filter = input.within, within } = input;
  if (filter === undefined) return undefined;
  const wrong = checkConditions({ conditions: filter, path: 'filter', facts });
  const read = conditions.safeParse(filter);
  if (wrong.length > 0 || !read.success) return refuseList(wrong, 'The filter is not valid.');
  const named = factsIn(read.data).flatMap(({ fact, path = '$' }) =>
    fact === 'record' ? [{ field: String(parsePath(path)?.[0] ?? ''), path: 'filter' }] : [],
  );
  refusePersonal({ sight, named });
  const now = deps.clock.now(tenant);
  const zone = await deps.zoneOf(tenant);
  const asked = within === undefined || filter === within ? read.data : { all: [within, read.data] };
  const made = listFilter({ object: sight.object, conditions: asked, now, zone });
  return made.ok ? made.value : refuseList(made.problems, 'The list cannot be filtered so.');
};
