import { type HttpAnswer, type JsonObject, valueAt } from '../contract.ts';
import type { RestList } from './config.ts';
import { idOf } from './meaning.ts';
import { type Asked, type Ctx, follow, send } from './send.ts';

/** Where a list goes on: a value, a number, or an address. */
export type Place = string | number;

/** The target of a relation in the header `Link` (RFC 8288). */
const linked = (header: string | undefined, rel: string): string | undefined => {
  for (const part of (header ?? '').split(/,(?=\s*<)/)) {
    const [, url, parameters = ''] = /^\s*<([^>]*)>(.*)$/s.exec(part) ?? [];
    const [, quoted, bare] = /;\s*rel=(?:"([^"]*)"|([^\s;]+))/i.exec(parameters) ?? [];
    if (url !== undefined && (quoted ?? bare ?? '').toLowerCase().split(/\s+/).includes(rel)) return url;
  }
  return undefined;
};

/** Fetches a page of a list: the first, or the one at `place`. */
export const fetchPage = (input: {
  readonly ctx: Ctx;
  readonly list: RestList;
  readonly scope: JsonObject;
  readonly place: Place | undefined;
}): Promise<Asked> => {
  const { ctx, list, scope, place } = input;
  const { paging } = list;
  if (place !== undefined && (paging?.by === 'url' || paging?.by === 'link'))
    return follow({ ctx, request: list, scope, url: String(place) });
  if (paging?.by === 'page')
    return send({ ctx, request: list, scope, query: { [paging.param]: String(place ?? paging.first) } });
  if (place === undefined || paging === undefined || paging.by === 'url' || paging.by === 'link')
    return send({ ctx, request: list, scope });
  return send({ ctx, request: list, scope, query: { [paging.param]: String(place) } });
};

/** Where the next page is, after one with so many rows; undefined when that was the last. */
export const nextPlace = (input: {
  readonly list: RestList;
  readonly answer: HttpAnswer;
  readonly rows: number;
  readonly place: Place | undefined;
}): Place | undefined => {
  const { list, answer, rows, place } = input;
  const { paging } = list;
  const count = typeof place === 'number' ? place : undefined;
  switch (paging?.by) {
    case undefined:
      return undefined;
    case 'page':
      return rows === 0 ? undefined : (count ?? paging.first) + 1;
    case 'offset':
      return rows === 0 ? undefined : (count ?? 0) + rows;
    case 'link':
      return linked(answer.headers['link'], 'next');
    case 'cursor':
    case 'url': {
      const next = idOf(valueAt(answer.json, paging.next));
      // A list that points at itself would never end.
      return next === place ? undefined : next;
    }
  }
};
