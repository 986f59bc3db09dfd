import { isObject } from '../../../domain/json.ts';
import { createGuardedConnect } from '../../../platform/egress/tcp-guard.ts';
import type { Asking, Say } from '../../../platform/plugin-code/inside-thread.ts';
import type { Log } from '../../../plugins/contract/context.ts';
import type { CallContext } from '../../../plugins/contract/plugin.ts';
import type { HttpAnswer, HttpRequest } from '../../../plugins/contract/network/http.ts';
import type { Failure } from '../../../plugins/contract/actions/outcome.ts';
import type { BackQuestion, CallData, LogSaid, Place } from './questions.ts';

const isAnswer = (value: unknown): value is HttpAnswer => isObject(value) && 'status' in value;
const isFailure = (value: unknown): value is Failure => isObject(value) && 'kind' in value;

/** What can be copied of the fields of a log line. */
const plain = (fields: Readonly<Record<string, unknown>>): Record<string, unknown> => {
  try {
    return structuredClone({ ...fields });
  } catch {
    return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, String(value)]));
  }
};

/** The log of an instance: its lines are written by the engine, without secrets. */
export const logInThread = (say: Say): Log => {
  const line =
    (level: LogSaid['level']): Log['info'] =>
    // Code without types may say anything.
    (fields, message: unknown) =>
      say({ level, fields: plain(fields), message: String(message) } satisfies LogSaid);
  return { debug: line('debug'), info: line('info'), warn: line('warn'), error: line('error') };
};

/** A request as plain data: a body in JSON is written here, where its objects still know how. */
const plainRequest = (request: HttpRequest): HttpRequest => {
  const { json, ...rest } = request;
  if (json === undefined) return rest;
  return {
    ...rest,
    body: JSON.stringify(json),
    headers: { 'content-type': 'application/json', ...rest.headers },
  };
};

/** The context of a call: what it asks for is done by the engine, under the rules that hold for every plugin. */
export const contextInThread = (input: { call: CallData; asking: Asking; say: Say }): CallContext => {
  const { call, asking, say } = input;
  return {
    ...call,
    log: logInThread(say),
    signal: asking.signal,
    http: async (request) => {
      const answer = await asking.ask({
        about: 'http',
        request: plainRequest(request),
      } satisfies BackQuestion);
      if (isAnswer(answer)) return answer;
      throw new Error('The engine gave no answer.');
    },
    failure: (answer) => {
      const failure = asking.askAtOnce({ about: 'failure', answer } satisfies BackQuestion);
      if (isFailure(failure)) return failure;
      throw new Error('The engine gave no failure.');
    },
  };
};

/** What an instance opens its resource with; plain connections go where the engine would let them. */
export const openingInThread = (input: { place: Place; config: unknown; say: Say }) => {
  const { place, config, say } = input;
  const { tenant, instance, allowPrivate, reach } = place;
  const connect = createGuardedConnect({ allowPrivate });
  return {
    tenant,
    instance,
    config,
    log: logInThread(say),
    connect: connect({ trusted: new Set(reach.trusted), hosts: reach.hosts }),
  };
};
