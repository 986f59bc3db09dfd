import { useFormat } from '../../parts/text/use-format.ts';
import { useWords } from '../../words/language.tsx';
import type { Line, WayLabel } from './outline.ts';
import { stepWords } from './step-words.ts';
import { journeyWords } from './words.ts';

/** What a type of step is called. */
export const useTypeName = (): ((type: string) => string) => {
  const names = new Map<string, string>(Object.entries(useWords(stepWords)));
  return (type) => names.get(type) ?? type;
};

/** Why somebody takes a way, in words. */
export const useWayLabel = (): ((label: WayLabel, total: number) => string) => {
  const words = useWords(journeyWords);
  const format = useFormat();
  return (label, total) => {
    switch (label.kind) {
      case 'case':
        return words.cases(format.number(label.number), label.conditions);
      case 'event':
        return words.event(label.name);
      case 'arm':
        return words.arm(label.name, label.weight === undefined ? '' : format.percent(label.weight / total));
      default:
        return words[label.kind];
    }
  };
};

const weightOf = (label: WayLabel): number => (label.kind === 'arm' ? (label.weight ?? 0) : 0);

/** What the weights of the ways of a step come to. */
export const totalOf = (line: Line): number =>
  line.ways.reduce((sum, { label }) => sum + weightOf(label), 0) || 1;
