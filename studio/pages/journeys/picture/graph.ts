import type { Line, Way, WayLabel } from '../outline.ts';

/** Where people come in, and where those who came through everything end. */
export const startId = '(start)';
export const endId = '(end)';

export type GraphNode = { readonly id: string; readonly line: Line | undefined };

export type GraphEdge = {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  /** Why somebody goes this way; absent where everybody does. */
  readonly label: WayLabel | undefined;
};

/** A journey as a graph: a node for each step, an edge for each way from one to the next. */
export type Graph = { readonly nodes: readonly GraphNode[]; readonly edges: readonly GraphEdge[] };

type Edge = Omit<GraphEdge, 'id'>;

/** Whether people go on to what comes next without any of the ways. */
const goesOn = ({ type, ways, goesTo }: Line): boolean => {
  if (type === 'exit' || goesTo !== undefined) return false;
  const kinds = new Set(ways.map(({ label }) => label.kind));
  if (kinds.has('arm')) return false;
  return !((kinds.has('case') || kinds.has('event')) && kinds.has('otherwise'));
};

/** What the way on is called beside ways that are chosen by a condition. */
const restLabel = ({ ways }: Line): WayLabel | undefined =>
  ways.some(({ label }) => label.kind === 'case' || label.kind === 'event')
    ? { kind: 'otherwise' }
    : undefined;

const edgesOfWay = (input: { line: Line; way: Way; next: string }): readonly Edge[] => {
  const { line, way, next } = input;
  const after = way.label.kind === 'round' ? line.id : next;
  const [first] = way.lines;
  const to = first?.id ?? after;
  return [{ from: line.id, to, label: way.label }, ...edgesOf({ lines: way.lines, next: after })];
};

const edgesOf = (input: { lines: readonly Line[]; next: string }): readonly Edge[] =>
  input.lines.flatMap((line, n) => {
    const next = input.lines[n + 1]?.id ?? input.next;
    const on: readonly Edge[] = goesOn(line) ? [{ from: line.id, to: next, label: restLabel(line) }] : [];
    const sent: readonly Edge[] =
      line.goesTo === undefined ? [] : [{ from: line.id, to: line.goesTo, label: undefined }];
    return [...line.ways.flatMap((way) => edgesOfWay({ line, way, next })), ...on, ...sent];
  });

const nodesOf = (lines: readonly Line[]): readonly GraphNode[] =>
  lines.flatMap((line) => [{ id: line.id, line }, ...line.ways.flatMap((way) => nodesOf(way.lines))]);

/** The graph of a journey, from its start to its end. Ways to steps that there are none of are left out. */
export const graphOf = (lines: readonly Line[]): Graph => {
  const nodes = [{ id: startId, line: undefined }, ...nodesOf(lines), { id: endId, line: undefined }];
  const known = new Set(nodes.map(({ id }) => id));
  const first: Edge = { from: startId, to: lines[0]?.id ?? endId, label: undefined };
  const edges = [first, ...edgesOf({ lines, next: endId })]
    .filter(({ to }) => known.has(to))
    .map((edge, n): GraphEdge => ({ id: `${n}`, ...edge }));
  return { nodes, edges };
};

/** The edges of which somebody who came to their end can only have come by: what came to the step came that way. */
export const onlyWays = ({ edges }: Graph): ReadonlySet<string> => {
  const counts = new Map<string, number>();
  for (const { to } of edges) counts.set(to, (counts.get(to) ?? 0) + 1);
  return new Set(edges.filter(({ to }) => counts.get(to) === 1).map(({ id }) => id));
};
