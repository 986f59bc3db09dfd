import { reachOf } from '../../domain/events/event.ts';
import { impliedBy, statementOf } from '../../domain/profiles/consents.ts';
import { orderChange } from '../../domain/orders/order-change.ts';
import { readSubscription } from '../../domain/profiles/subscription.ts';
import type { LiveWorkspace } from '../journeys/live-workspace.ts';
import type { EventRow } from './ports.ts';
import { asksErasure } from '../privacy/erase-on-request.ts';
import { asksPeople } from '../privacy/note-request.ts';
import { entryRequested } from '../../domain/events/entry-requested.ts';
import { earnsBy } from '../loyalty/earn-points.ts';
import { isSurveyAnswer } from '../service/note-survey.ts';
import { isReferralNews } from '../referrals/referral-news.ts';
import { isFeedback } from '../messages/note-feedback.ts';

const segmentNews: ReadonlySet<string> = new Set(['Segment Joined', 'Segment Left']);

/** Whether the engine tells itself that a person joined or left a segment: often many at once. */
const isSegmentNews = ({ trust, profileId, name }: EventRow): boolean =>
  trust === 'engine' && profileId !== undefined && segmentNews.has(name);

/** Whether a journey may start by the event; of what tells of a segment, one about that segment. */
const mayStart = (input: { row: EventRow; live: LiveWorkspace }): boolean => {
  const { row, live } = input;
  const started = live.entriesByEvent.get(row.name) ?? [];
  if (!isSegmentNews(row)) return started.length > 0;
  return started.some(
    ({ definition: { entry } }) => !('segment' in entry) || entry.segment === row.properties['segment'],
  );
};

/** What more than the profile and those who wait for its name an event may be for. */
const concerns = (input: { row: EventRow; live: LiveWorkspace }): boolean => {
  const { row, live } = input;
  const { currency } = live.published.settings;
  return (
    mayStart(input) ||
    row.name === entryRequested ||
    earnsBy(input) ||
    asksErasure(row) ||
    asksPeople(row) ||
    isFeedback(row) ||
    isSurveyAnswer(row) ||
    isReferralNews(input) ||
    statementOf(row) !== undefined ||
    impliedBy({ event: row, scope: live.eventScope }).length > 0 ||
    readSubscription(row) !== undefined ||
    orderChange({ event: row, currency }) !== undefined
  );
};

/**
 * Whether an event can be dispatched in a group with others of the person: by what it says and what is published, nothing
 * comes of it but what it makes of the profile, and for the runs and experiments that wait for its name. Each part of the
 * dispatch that does more has its question here.
 */
export const isPlain = (input: { row: EventRow; live: LiveWorkspace }): boolean => {
  const { row } = input;
  const isOwn = row.trust === 'engine' || row.profileId !== undefined;
  return (
    (!isOwn || isSegmentNews(row)) &&
    row.type !== 'alias' &&
    reachOf(row) !== 'quarantined' &&
    !concerns(input)
  );
};
