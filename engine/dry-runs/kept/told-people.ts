import type { SimulatedRun } from '../../../domain/simulate/simulation.ts';
import type { DryRunPart } from '../try-people.ts';
import type { ToldPerson, ToldRun } from './kept-port.ts';

const toldRun = (run: SimulatedRun): ToldRun => ({
  key: run.entryKey,
  enteredAt: run.enteredAt,
  outcome: run.outcome,
  waitingAt: run.waiting?.step ?? null,
  converted: run.converted,
  ...(run.value === undefined ? {} : { value: run.value }),
  messages: run.timeline.flatMap(({ message }) =>
    message === undefined
      ? []
      : [
          {
            at: message.at,
            step: message.step,
            message: message.message,
            channel: message.channel,
            subject: message.subject,
          },
        ],
  ),
});

/** Who would have entered, and what they would have got. */
export const toldPeople = (people: DryRunPart['people']): readonly ToldPerson[] =>
  people.map(({ profileId, simulation }) => ({ profileId, runs: simulation.runs.map(toldRun) }));
