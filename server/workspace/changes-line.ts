import type { Published } from '../../engine/journeys/publish/publish-workspace.ts';

type Changes = Published['changes'];

const namedMax = 5;

/** There is one of each. */
const singles: readonly string[] = ['settings', 'catalog'];

const counted = (changes: Changes): readonly string[] =>
  (['added', 'changed', 'removed'] as const).flatMap((change) => {
    const counts = new Map<string, number>();
    for (const one of changes.filter((each) => each.change === change)) {
      counts.set(one.what, (counts.get(one.what) ?? 0) + 1);
    }
    const kinds = [...counts].map(([what, count]) => {
      if (singles.includes(what)) return what;
      return `${count} ${what}${count === 1 ? '' : 's'}`;
    });
    return kinds.length === 0 ? [] : [`${change} ${kinds.join(', ')}`];
  });

const named = ({ what, key, change, version }: Changes[number]): string =>
  singles.includes(what)
    ? `${change} ${what}`
    : `${change} ${what} ${key}${version === undefined ? '' : ` (version ${version})`}`;

/** What a publication changed, in a line: by name where that is at most five things, else by number. */
export const changesLine = (changes: Changes): string =>
  changes.length <= namedMax ? changes.map(named).join(', ') : counted(changes).join('; ');
