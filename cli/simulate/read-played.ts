import type { DecisionView, Position } from '../../api/ports/views.ts';
import { isJsonObject } from '../../domain/json.ts';
import type {
  SimulatedRun,
  SimulatedSend,
  Simulation,
  TimelineItem,
} from '../../domain/simulate/simulation.ts';
import type { EnginePlay } from './engine-play.ts';

/** The text of a message that was handed over. */
export type MailOf = (messageId: string) => { readonly text: string; readonly html: string } | undefined;

const pageSize = 200;

const allDecisions = async ({
  assembled,
  tenant,
  profileId,
}: EnginePlay): Promise<readonly DecisionView[]> => {
  const all: DecisionView[] = [];
  let after: Position | undefined;
  for (;;) {
    const page = await assembled.opened.stores.decisionReads.decisions({
      tenant,
      profileId,
      limit: pageSize,
      ...(after === undefined ? {} : { after }),
    });
    all.push(...page);
    const last = page.at(-1);
    if (last === undefined || page.length < pageSize) return all.toReversed();
    after = { at: last.at, n: last.n, id: last.id };
  }
};

const readSends = async (input: {
  play: EnginePlay;
  journey: string;
  mailOf: MailOf;
  address: string;
}): Promise<readonly SimulatedSend[]> => {
  const { play, journey, mailOf, address } = input;
  const { assembled, tenant, profileId } = play;
  const rows = await assembled.opened.stores.messageReads.messages({
    tenant,
    profileId,
    journey,
    limit: pageSize,
  });
  const runs = await assembled.opened.stores.runReads.runs({ tenant, profileId, journey, limit: pageSize });
  const keys = new Map(runs.map((run) => [run.id, run.entryKey]));
  return rows
    .filter((row) => row.status === 'accepted')
    .map(
      ({
        id,
        run,
        step,
        message,
        channel,
        topic,
        subject,
        locale,
        plannedAt,
        class: kind,
      }): SimulatedSend => {
        const mail = mailOf(id);
        return {
          at: plannedAt,
          run,
          entryKey: keys.get(run) ?? '',
          step,
          visit: 1,
          messageId: id,
          message,
          channel,
          class: kind,
          topic,
          to: address,
          subject,
          locale,
          text: mail?.text ?? '',
          ...(mail === undefined ? {} : { html: mail.html }),
        };
      },
    )
    .toReversed();
};

const toItem = (input: { row: DecisionView; sends: readonly SimulatedSend[] }): TimelineItem => {
  const { row, sends } = input;
  const { at, step, visit, kind, reason, detail } = row;
  const id = kind === 'sent' && isJsonObject(detail) ? detail['messageId'] : undefined;
  const message = sends.find((one) => one.messageId === id);
  return {
    at,
    step,
    visit,
    kind,
    ...(reason === undefined ? {} : { reason }),
    ...(detail === undefined ? {} : { detail }),
    ...(message === undefined ? {} : { message: { ...message, visit } }),
  };
};

/** What an engine made of a story, as a simulation tells it: from its runs, its ledger and its messages. */
export const readPlayed = async (input: {
  play: EnginePlay;
  journey: string;
  mailOf: MailOf;
  address: string;
}): Promise<Simulation> => {
  const { play, journey } = input;
  const { assembled, tenant, profileId } = play;
  const { stores } = assembled.opened;
  const [sends, decisions, runs, profile] = await Promise.all([
    readSends(input),
    allDecisions(play),
    stores.runReads.runs({ tenant, profileId, journey, limit: pageSize }),
    stores.profiles.get({ tenant, profileId }),
  ]);
  if (profile === undefined) throw new Error('The person of the story is gone.');
  const { rev: _rev, ...person } = profile;
  const simulated = runs.toReversed().map((run): SimulatedRun => ({
    id: run.id,
    entryKey: run.entryKey,
    enteredAt: run.enteredAt,
    entry: null,
    timeline: decisions.filter((row) => row.run === run.id).map((row) => toItem({ row, sends })),
    outcome: run.outcome ?? null,
    waiting:
      run.status === 'ended' || run.step === null ? null : { step: run.step, until: run.wakeAt ?? null },
    converted: run.convertedAt !== undefined,
    ...(run.convertedAt === undefined ? {} : { convertedAt: run.convertedAt }),
    ...(run.goalValue === undefined ? {} : { value: run.goalValue }),
    steps: {},
  }));
  const messages = simulated.flatMap((run) => run.timeline.flatMap((item) => item.message ?? []));
  return {
    runs: simulated.toSorted((a, b) => a.enteredAt - b.enteredAt),
    messages: messages.toSorted((a, b) => a.at - b.at),
    refused: [],
    profile: person,
    end: assembled.engine.clock.now(tenant),
    isCut: false,
  };
};
