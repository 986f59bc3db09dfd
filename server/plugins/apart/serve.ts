import { CicloError } from '../../../domain/errors.ts';
import { isObject, own } from '../../../domain/json.ts';
import { answerQuestions, type Asking, type Say } from '../../../platform/plugin-code/inside-thread.ts';
import { versionOf } from '../../../plugins/contract/actions/action.ts';
import type { ActionInfo } from '../../../plugins/contract/actions/action.ts';
import { outcomeSchema } from '../../../plugins/contract/actions/outcome.ts';
import type { Bound, BoundAction, Plugin } from '../../../plugins/contract/plugin.ts';
import { checkInput } from '../../../plugins/runtime/check-input.ts';
import { readPlugin } from '../../../plugins/runtime/read-plugin.ts';
import type { Parsed } from './about.ts';
import { unpackConfig } from './packed-config.ts';
import type { ApartQuestion, InstanceQuestion, Place } from './questions.ts';
import { aboutBound, aboutPlugin } from './thread-about.ts';
import { contextInThread, openingInThread } from './thread-context.ts';
import { askWebhook } from './thread-webhook.ts';

const parsed = (schema: ActionInfo['input'], value: unknown): Parsed => {
  const read = schema.safeParse(value);
  return read.success ? { ok: true, value: read.data } : { ok: false, issues: read.error.issues };
};

const missing = (what: string): CicloError =>
  new CicloError({ code: 'plugin-misbehaved', message: `The plugin has no ${what}.` });

const need = <T>(value: T | undefined, what: string): T => {
  if (value === undefined) throw missing(what);
  return value;
};

/** The instance of a place; the one before is forgotten. */
const createBounds = (plugin: Plugin) => {
  let held: { readonly key: number; readonly bound: ReturnType<Plugin['bind']> } | undefined;
  return (place: Place, say: Say): ReturnType<Plugin['bind']> => {
    if (held?.key === place.key) return held.bound;
    const bound = plugin.bind(openingInThread({ place, config: unpackConfig(place.config), say }));
    held = { key: place.key, bound };
    return bound;
  };
};

const actionOf = (bound: Bound, named: { action: string; version: number }): BoundAction => {
  const newest = need(bound.actions.get(named.action), `action "${named.action}"`);
  return need(versionOf(newest, named.version), `version ${named.version} of "${named.action}"`);
};

/** Holds what an action answered to the output it declared, where its schema is. */
const withOutput = (action: BoundAction, value: unknown): unknown => {
  const outcome = outcomeSchema.safeParse(value);
  if (!outcome.success || outcome.data.kind !== 'done') return value;
  const output = action.output.safeParse(outcome.data.output);
  if (output.success) return { ...outcome.data, output: output.data };
  throw new Error(`It declared another output than it gave: ${output.error.message}`);
};

type Asked = { readonly bound: Bound; readonly asking: Asking; readonly say: Say };

const runAction = async (
  question: Extract<InstanceQuestion, { op: 'run' | 'find' }>,
  { bound, asking, say }: Asked,
): Promise<unknown> => {
  const action = actionOf(bound, question);
  const prepared = action.prepare(question.input);
  if (!prepared.ok) throw new Error('The input was taken before, and is not any more.');
  const call = question.op === 'run' ? prepared.run : need(prepared.find, 'find');
  return withOutput(action, await call(contextInThread({ call: question.call, asking, say })));
};

const askSubscription = (
  question: Extract<InstanceQuestion, { op: 'subscription' }>,
  { bound, asking, say }: Asked,
): Promise<unknown> => {
  const one = need(bound.subscriptions.get(question.webhook), `subscription "${question.webhook}"`);
  const call = contextInThread({ call: question.call, asking, say });
  const { given } = question;
  if (given.verb === 'list') return one.list(call);
  return given.verb === 'remove' ? one.remove(call, given.named) : one.create(call, given.wanted);
};

const prepare = (question: Extract<InstanceQuestion, { op: 'prepare' }>, bound: Bound) => {
  const prepared = actionOf(bound, question).prepare(question.input);
  return prepared.ok
    ? { ok: true, value: { hasFind: prepared.find !== undefined } }
    : { ok: false, issues: prepared.error.issues };
};

/** Answers what concerns an instance: at once where its function computes, else with a promise. */
const answerOfInstance = (question: InstanceQuestion, asked: Asked): unknown => {
  const { bound, asking, say } = asked;
  switch (question.op) {
    case 'bind':
      return aboutBound(bound);
    case 'length':
      return need(bound.posts, 'posts').lengthOf(question.post);
    case 'hash':
      return need(bound.hashPerson, 'hashPerson')(question.person);
    case 'prepare':
      return prepare(question, bound);
    case 'run':
    case 'find':
      return runAction(question, asked);
    case 'webhook':
      return askWebhook(
        need(bound.webhooks.get(question.webhook), `webhook "${question.webhook}"`),
        question,
      );
    case 'subscription':
      return askSubscription(question, asked);
    case 'poll':
      return need(bound.polls.get(question.poll), `poll "${question.poll}"`).run(
        contextInThread({ call: question.call, asking, say }),
        question.cursor,
      );
    case 'sync':
      return need(bound.syncs.get(question.object), `object "${question.object}"`).run(
        contextInThread({ call: question.call, asking, say }),
        question.ask,
      );
    case 'health':
      return bound.health(contextInThread({ call: question.call, asking, say }));
    case 'ready':
      // What it opens stays here.
      return bound.ready().then(() => undefined);
    default:
      return bound.close();
  }
};

const schemaOf = (plugin: Plugin, question: { action: string; version: number }): ActionInfo => {
  const newest = need(own(plugin.actions, question.action), `action "${question.action}"`);
  return need(versionOf(newest, question.version), `version ${question.version}`);
};

const checkWritten = (plugin: Plugin, question: Extract<ApartQuestion, { op: 'check-input' }>) => {
  const { action, version, input } = question;
  const newest = own(plugin.actions, action);
  const found = newest === undefined ? undefined : versionOf(newest, version);
  return found === undefined ? [] : checkInput({ schema: found.input, action, input });
};

const createAnswer = (plugin: Plugin) => {
  const boundOf = createBounds(plugin);
  return (question: ApartQuestion, asking: Asking, say: Say): unknown => {
    switch (question.op) {
      case 'config':
        return parsed(plugin.config, unpackConfig(question.config));
      case 'hosts':
        return plugin.hostsOf(unpackConfig(question.config));
      case 'syncs':
        return plugin.syncsOf(unpackConfig(question.config));
      case 'input':
        return parsed(schemaOf(plugin, question).input, question.value);
      case 'check-input':
        return checkWritten(plugin, question);
      default: {
        const bound = boundOf(question.place, say);
        if (!bound.ok) return { ok: false, issues: bound.error.issues };
        return answerOfInstance(question, { bound: bound.bound, asking, say });
      }
    }
  };
};

const isQuestion = (value: unknown): value is ApartQuestion => isObject(value) && 'op' in value;

/** Answers for a plugin in the thread that its code runs in. */
export const serve = (module: unknown): Promise<void> => {
  const read = readPlugin(module);
  if (!read.ok) return answerQuestions({ about: { ok: false, why: read.why }, answer: () => undefined });
  const answer = createAnswer(read.plugin);
  return answerQuestions({
    about: aboutPlugin(read.plugin),
    answer: (question, asking, say) => (isQuestion(question) ? answer(question, asking, say) : undefined),
  });
};
