import type { DecisionFacts } from './decision-facts.ts';
import * as clauses from './words.ts';
import type { Words } from './words.ts';

const because = clauses.because.en;
const until = clauses.until.en;
const what = clauses.what.en;
const at = clauses.at.en;
const notSent = clauses.notSent.en;

/** How a wait is meant, for the kinds of waits there are; other reasons are clauses of their own. */
const waits: ReadonlyMap<string, string> = new Map([
  ['duration', ''],
  ['events', ''],
  ['window', ', when its window opens'],
  ['date', ', the date it waits for'],
  ['task', ' for its task to be done'],
]);

const waiting = (facts: DecisionFacts): string => {
  const kind = facts.reason === undefined ? '' : waits.get(facts.reason);
  const reason = kind ?? (facts.why === '' ? '' : ` (${facts.why})`);
  if (facts.awaited.length > 0) {
    const events = facts.awaited.map((name) => `“${name}”`).join(' or ');
    return `Waits at “${facts.step}” for ${events}${facts.until === '' ? '' : `, at most until ${facts.until}`}${reason}.`;
  }
  return `Waits at “${facts.step}”${until(facts)}${reason}.`;
};

const branched = (facts: DecisionFacts): string => {
  const branch = facts.detail('branch');
  const arm = branch.replace(/^arm-/, '');
  const why = facts.because === '' ? '' : `: ${facts.because}`;
  if (facts.reason === 'drawn') return `Drawn by lot into “${arm}” at “${facts.step}”.`;
  if (facts.reason === 'exposed') return `Takes part in the experiment “${facts.step}”, in the arm “${arm}”.`;
  if (facts.reason === 'winner') return `Gets “${arm}”, which won the experiment “${facts.step}”.`;
  if (branch === 'otherwise') return `No case of “${facts.step}” holds, so it takes the other way${why}.`;
  const number = Number(branch.replace(/^case-/, '')) + 1;
  return `Takes case ${number} of “${facts.step}”${why}.`;
};

const updated = (facts: DecisionFacts): string => {
  const by = facts.detail('by');
  if (by !== '') {
    const why = facts.detail('reason');
    return `Added ${by} to the score${at(facts)}${why === '' ? '' : ` (${why})`}.`;
  }
  const set = facts.list('set');
  const stage = facts.detail('stage');
  const parts = [
    ...(set === '' ? [] : [`set ${set}`]),
    ...(stage === '' ? [] : [`moved to the stage “${stage}”`]),
  ];
  return parts.length === 0
    ? `Changed the profile${at(facts)}.`
    : `At “${facts.step}”: ${parts.join(' and ')}.`;
};

const exited = (facts: DecisionFacts): string => {
  const event = facts.detail('event');
  if (facts.reason === 'event') return `Left the journey${at(facts)}: “${event}” came.`;
  if (facts.reason === 'condition')
    return `Left the journey${at(facts)}: ${facts.because === '' ? 'the condition of an exit holds' : facts.because}.`;
  if (facts.reason === 'exit-step') return `Left the journey at “${facts.step}”, as the journey says.`;
  const said = facts.detail('why');
  return `Left the journey${at(facts)}${because(facts)}${said === '' ? '' : ` (${said})`}.`;
};

const resumed = (facts: DecisionFacts): string => {
  if (facts.reason === 'shift') return 'Goes on; what it waits for is later by as long as it stood still.';
  if (facts.reason === 'catch-up') return 'Goes on and catches up with what came due meanwhile.';
  return 'Goes on and leaves out what came due meanwhile.';
};

const skipped = (facts: DecisionFacts): string => {
  // Without the version that was run it is most likely a message.
  if (facts.type === undefined && facts.reason !== 'operator') return notSent(facts);
  return `Left out ${what(facts)}${because(facts)}.`;
};

const taskDone = (facts: DecisionFacts): string => {
  const [by, outcome, note] = ['by', 'outcome', 'note'].map(facts.detail);
  const who = by === '' ? '' : ` by ${by}`;
  const how = outcome === '' || outcome === 'done' ? '' : ` with “${outcome}”`;
  return `The task of “${facts.step}” was done${who}${how}, so it goes on${note === '' ? '.' : `: ${note}`}`;
};

/** The sentences in English. */
export const wordsEn: Words = {
  entered: (facts) => `Entered the journey “${facts.journey}”.`,
  'not-entered': (facts) =>
    `Did not enter the journey “${facts.journey}”${because(facts)}${facts.because === '' ? '' : `: ${facts.because}`}.`,
  'held-out': (facts) =>
    facts.reason === 'global-holdout'
      ? `Gets nothing of “${facts.journey}”: kept out of all marketing, to measure what it does.`
      : `Gets nothing of “${facts.journey}”: drawn by lot to be left out, to measure what the journey does.`,
  waiting,
  waited: (facts) =>
    facts.why === ''
      ? `The wait at “${facts.step}” is over.`
      : `Did not wait at “${facts.step}”${because(facts)}.`,
  heard: (facts) =>
    facts.reason === 'task-done'
      ? taskDone(facts)
      : `“${facts.detail('event')}” came, so it goes on from “${facts.step}”.`,
  'timed-out': (facts) => `Nothing came in time at “${facts.step}”.`,
  branched,
  round: (facts) => `Begins round ${facts.detail('round')} of “${facts.step}”.`,
  'rounds-over': (facts) =>
    facts.reason === 'all-rounds'
      ? `Has gone round “${facts.step}” as often as it may (${facts.detail('rounds')}), and goes on.`
      : `Goes on behind “${facts.step}” after ${facts.detail('rounds')} ${facts.detail('rounds') === '1' ? 'round' : 'rounds'}${facts.because === '' ? '' : `: ${facts.because}`}.`,
  sent: (facts) =>
    `Sent ${what(facts)} by ${facts.detail('channel') === '' ? 'its channel' : facts.detail('channel')}${because(facts)}${facts.list('dropped') === '' ? '' : `, without a link or picture of the data (${facts.list('dropped')})`}.`,
  skipped,
  deferred: (facts) => `Put off ${what(facts)}${until(facts)}${because(facts)}.`,
  failed: (facts) => {
    const said = facts.detail('message');
    return `Failed for good${at(facts)}: ${facts.why}${said === '' ? '' : ` (${said})`}.`;
  },
  updated,
  issued: (facts) => {
    const code = facts.detail('code');
    const name = facts.detail('name');
    return `Issued the coupon ${code === '' ? '' : `${code} `}of the offer “${name === '' ? facts.step : name}”.`;
  },
  recommended: (facts) => {
    const title = facts.detail('title');
    return `Chose the product “${title === '' ? facts.detail('product_id') : title}” to recommend.`;
  },
  none: (facts) => `Nothing to be had at “${facts.step}”${because(facts)}.`,
  acted: (facts) => `Did the action “${facts.step}”.`,
  tasked: (facts) => `Gave the team a task at “${facts.step}”.`,
  enrolled: (facts) => `Entered them into the journey “${facts.detail('journey')}”.`,
  exited,
  completed: (facts) => `Came to the end of the journey “${facts.journey}”.`,
  frozen: (facts) =>
    facts.reason === 'journey'
      ? 'Stands still with the whole journey.'
      : 'Stands still, because an operator said so.',
  resumed,
  moved: (facts) =>
    facts.reason === 'restart'
      ? 'Begins again, because an operator said so.'
      : `Moved to “${facts.detail('to')}” by an operator.`,
  migrated: (facts) =>
    facts.reason === 'at-next-step'
      ? `Will go on in version ${facts.detail('version')} from its next step.`
      : `Goes on in version ${facts.detail('version')}.`,
  converted: (facts) => {
    const value = facts.detail('value');
    if (facts.because !== '') return `Reached the goal of “${facts.journey}”: ${facts.because}.`;
    return `Reached the goal of “${facts.journey}” with “${facts.detail('event')}”${value === '' ? '' : `, worth ${value}`}.`;
  },
  refused: (facts) => `A command was refused${because(facts)}.`,
};
