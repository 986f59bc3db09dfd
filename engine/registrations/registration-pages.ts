import type { RegistrationPages, RegistrationView } from '../../api/ports/registrations.ts';
import { CicloError } from '../../domain/errors.ts';
import { type JsonObject, own } from '../../domain/json.ts';
import { stageOf } from '../../domain/objects/definition.ts';
import type { Actor, CrmRecord } from '../../domain/records/record.ts';
import type { Clock } from '../clock/clock.ts';
import { livingOf } from '../people/follow-merges.ts';
import type { ProfileStore } from '../people/ports.ts';
import type { Records } from '../records/change-records.ts';
import { objectOf, type ObjectsOf } from '../records/objects-of.ts';
import type { OpenRecordStore } from '../records/open-records-port.ts';
import type { RecordStore } from '../records/ports.ts';
import { calendarOf } from './event-calendar.ts';
import type { Registrations } from './register.ts';
import { eventKind, registrationKind, registrationStages } from './settle-places.ts';

type Deps = {
  readonly records: Pick<RecordStore, 'get'>;
  readonly openRecords: Pick<OpenRecordStore, 'ofPeople'>;
  readonly changeRecords: Pick<Records, 'change'>;
  readonly registrations: Registrations;
  readonly profiles: ProfileStore;
  readonly objectsOf: ObjectsOf;
  readonly zoneOf: (tenant: string) => Promise<string>;
  readonly clock: Clock;
};

type Asked = Parameters<RegistrationPages['show']>[0];

/** What a link leads to: an event, the appointment of its person, or both. */
type Scene = {
  readonly tenant: string;
  readonly profileId: string;
  readonly event: CrmRecord | undefined;
  readonly mine: CrmRecord | undefined;
};

const actor: Actor = { kind: 'engine', id: 'registration page' };
const { waiting, booked, confirmed, cancelled } = registrationStages;
const active: ReadonlySet<string | undefined> = new Set([waiting, booked, confirmed]);
const triesMax = 5;
const appointmentsMax = 500;

const textIn = (data: JsonObject, key: string): string | undefined => {
  const value = own(data, key);
  return typeof value === 'string' && value !== '' ? value : undefined;
};

/** The appointment of the person for an event: the one that counts, else the one that changed last. */
const mineOf = async (deps: Deps, who: { tenant: string; profileId: string }, event: string) => {
  const found = await deps.openRecords.ofPeople({
    tenant: who.tenant,
    profileIds: [who.profileId],
    kinds: [registrationKind],
    limit: appointmentsMax,
  });
  const [first] = found
    .filter(({ data }) => own(data, 'event') === event)
    .toSorted(
      (a, b) => Number(active.has(b.stage)) - Number(active.has(a.stage)) || b.updatedAt - a.updatedAt,
    );
  return first;
};

/** A record of one of the kinds that is there. */
const there = async (deps: Deps, tenant: string, id: string): Promise<CrmRecord | undefined> => {
  const row = id === '' ? undefined : await deps.records.get({ tenant, id });
  return row === undefined || row.deletedAt !== undefined ? undefined : row;
};

/** An event that people may see: no draft. */
const publicEvent = async (deps: Deps, tenant: string, id: string): Promise<CrmRecord | undefined> => {
  const row = await there(deps, tenant, id);
  if (row?.kind !== eventKind) return undefined;
  const { definition } = await objectOf({ objectsOf: deps.objectsOf, tenant, kind: eventKind });
  return row.stage === definition.stages?.first ? undefined : row;
};

const sceneOf = async (deps: Deps, { tenant, about, profileId }: Asked): Promise<Scene | undefined> => {
  const person = await livingOf({ profiles: deps.profiles, tenant, profileId });
  if (person === undefined) return undefined;
  const who = { tenant, profileId: person.id };
  const row = await there(deps, tenant, about);
  if (row?.kind === registrationKind) {
    if (row.person !== person.id) return undefined;
    const event = await publicEvent(deps, tenant, textIn(row.data, 'event') ?? '');
    return { ...who, event, mine: event === undefined ? row : await mineOf(deps, who, event.id) };
  }
  const event = await publicEvent(deps, tenant, about);
  return event === undefined ? undefined : { ...who, event, mine: await mineOf(deps, who, event.id) };
};

const stateOf = (mine: CrmRecord | undefined, isOver: boolean): RegistrationView['state'] => {
  if (mine === undefined) return isOver ? 'over' : 'none';
  if (mine.stage === cancelled) return 'cancelled';
  if (isOver || !active.has(mine.stage)) return 'over';
  return mine.stage === waiting ? 'waiting' : 'booked';
};

const viewOf = async (deps: Deps, scene: Scene): Promise<RegistrationView | undefined> => {
  const { tenant, event, mine } = scene;
  const shown = event ?? mine;
  if (shown === undefined) return undefined;
  const { definition } = await objectOf({ objectsOf: deps.objectsOf, tenant, kind: shown.kind });
  const startsAt = Date.parse(textIn(shown.data, 'startsAt') ?? '');
  if (Number.isNaN(startsAt)) return undefined;
  const endsAt = Date.parse(textIn(shown.data, 'endsAt') ?? '');
  const hasBegun = startsAt <= deps.clock.now(tenant);
  const isOver = hasBegun || (event !== undefined && stageOf(definition, event.stage)?.ends !== undefined);
  const state = stateOf(mine, isOver);
  const left =
    event === undefined ? undefined : (await deps.registrations.fullness({ tenant, event: event.id })).left;
  const link = textIn(shown.data, 'link') ?? textIn(mine?.data ?? {}, 'link');
  return {
    title: textIn(shown.data, definition.title) ?? '',
    startsAt,
    endsAt: Number.isNaN(endsAt) || endsAt < startsAt ? undefined : endsAt,
    zone: await deps.zoneOf(tenant),
    place: textIn(shown.data, 'place'),
    link: state === 'booked' && link !== undefined && /^https?:\/\//.test(link) ? link : undefined,
    description: event === undefined ? undefined : textIn(event.data, 'description'),
    state,
    isFull: left === 0,
    canRegister: event !== undefined && !isOver && (state === 'none' || state === 'cancelled'),
    canCancel: state === 'booked' || state === 'waiting',
  };
};

/** Cancels what the person has. What changed meanwhile is looked at again. */
const cancel = async (deps: Deps, asked: Asked): Promise<void> => {
  for (let tries = 0; tries < triesMax; tries += 1) {
    const scene = await sceneOf(deps, asked);
    const view = scene === undefined ? undefined : await viewOf(deps, scene);
    if (scene?.mine === undefined || view?.canCancel !== true) return;
    const { tenant, mine } = scene;
    const named = { tenant, kind: registrationKind, id: mine.id, revision: mine.revision, actor };
    const outcome = await deps.changeRecords.change({ ...named, change: { stage: cancelled } });
    if (outcome.kind !== 'stale') return;
  }
  throw new CicloError({
    code: 'unavailable',
    message: 'The appointment is being changed by too many at once.',
  });
};

/** Makes what the pages of events and appointments know and do. */
export const createRegistrationPages = (deps: Deps): RegistrationPages => {
  const show = async (asked: Asked): Promise<RegistrationView | undefined> => {
    const scene = await sceneOf(deps, asked);
    return scene === undefined ? undefined : viewOf(deps, scene);
  };
  return {
    show,
    act: async ({ act, ...asked }) => {
      if (act === 'cancel') {
        await cancel(deps, asked);
        return show(asked);
      }
      const scene = await sceneOf(deps, asked);
      const view = scene === undefined ? undefined : await viewOf(deps, scene);
      if (scene?.event === undefined || view?.canRegister !== true) return view;
      const { tenant, profileId, event } = scene;
      await deps.registrations.register({ tenant, event: event.id, profileId, actor });
      return show(asked);
    },
    calendar: async (asked) => {
      const scene = await sceneOf(deps, asked);
      const row = scene?.mine ?? scene?.event;
      if (scene === undefined || row === undefined) return undefined;
      const { definition } = await objectOf({
        objectsOf: deps.objectsOf,
        tenant: scene.tenant,
        kind: row.kind,
      });
      const isMine = row === scene.mine && row.stage !== waiting;
      // The address of the call is for those who have a place; notes are the team's.
      const hidden = new Set(['notes', ...(isMine ? [] : ['link'])]);
      const data = Object.fromEntries(Object.entries(row.data).filter(([key]) => !hidden.has(key)));
      return calendarOf({ row, data, title: definition.title });
    },
  };
};
