import '@xyflow/react/dist/style.css';

import { useComputedColorScheme } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Controls, type Edge, MarkerType, ReactFlow, type ReactFlowInstance } from '@xyflow/react';
import { type ReactNode, useMemo } from 'react';

import { Loading } from '../../../parts/page/loading.tsx';
import { ProblemAlert } from '../../../parts/page/problem-alert.tsx';
import { useWords } from '../../../words/language.tsx';
import type { Line } from '../outline.ts';
import { totalOf, useWayLabel } from '../use-step-names.ts';
import { type Graph, graphOf } from './graph.ts';
import { endSize, layoutOf, type Places, stepSize } from './layout.ts';
import classes from './picture.module.css';
import { type StepData, type StepNode, StepNodeView } from './step-node.tsx';
import { pictureWords } from './words.ts';

export type PictureProps = {
  lines: readonly Line[];
  /** What stands below a step. */
  footOf?: (line: Line) => ReactNode;
  markOf?: (step: string) => StepData['mark'];
  /** What stands on an edge beside the reason to go there. */
  countOf?: (edge: Graph['edges'][number]) => string | undefined;
  /** Whether an edge is drawn as a way that was gone. */
  isTaken?: (edge: Graph['edges'][number]) => boolean;
  chosen?: string | undefined;
  onChoose?: (step: string) => void;
};

const nodeTypes = { step: StepNodeView };
const labelMost = 44;
const margin = 24;
const heightMost = 1600;

const short = (text: string): string => (text.length > labelMost ? `${text.slice(0, labelMost)}…` : text);

const taken = { stroke: 'var(--mantine-primary-color-filled)', strokeWidth: 2.5 };

const useEdges = (graph: Graph, { countOf, isTaken }: PictureProps): Edge[] => {
  const labelOf = useWayLabel();
  const lines = new Map(graph.nodes.map(({ id, line }) => [id, line]));
  return graph.edges.map((edge): Edge => {
    const { id, from, to, label } = edge;
    const line = lines.get(from);
    const reason = label === undefined ? '' : labelOf(label, line === undefined ? 1 : totalOf(line));
    const text = [short(reason), countOf?.(edge) ?? ''].filter((part) => part !== '').join(' · ');
    return {
      id,
      source: from,
      target: to,
      type: 'smoothstep',
      markerEnd: { type: MarkerType.ArrowClosed },
      ...(isTaken?.(edge) === true ? { style: taken, className: 'taken' } : {}),
      ...(text === '' ? {} : { label: text }),
      labelBgStyle: { fill: 'var(--mantine-color-body)' },
      labelStyle: { fill: 'var(--mantine-color-text)', fontSize: 12 },
    };
  });
};

const useNodes = (graph: Graph, places: Places, props: PictureProps): StepNode[] => {
  const { footOf, markOf, chosen, onChoose } = props;
  return graph.nodes.map(({ id, line }): StepNode => ({
    id,
    type: 'step',
    position: places.get(id) ?? { x: 0, y: 0 },
    // What is not measured is hidden, and a node is a new one whenever its figures change.
    ...(line === undefined ? endSize : stepSize),
    measured: line === undefined ? endSize : stepSize,
    data: {
      line,
      foot: line === undefined ? null : footOf?.(line),
      mark: markOf?.(id),
      isChosen: chosen === id,
      onChoose: line === undefined || onChoose === undefined ? undefined : () => onChoose(id),
    },
  }));
};

const sizeOf = (places: Places) => ({
  width: Math.max(0, ...[...places.values()].map(({ x }) => x + stepSize.width)),
  height: Math.max(0, ...[...places.values()].map(({ y }) => y + stepSize.height)),
});

const Drawn = (props: PictureProps & { graph: Graph; places: Places }) => {
  const { graph, places } = props;
  const words = useWords(pictureWords);
  const colorMode = useComputedColorScheme('light');
  const { ref, width } = useElementSize();
  const size = sizeOf(places);
  const zoom = Math.min(1, Math.max(0.45, (width - 2 * margin) / size.width));
  const begin = (flow: ReactFlowInstance<StepNode>): void => {
    void flow.setViewport({ zoom, x: Math.max(margin, (width - size.width * zoom) / 2), y: margin });
  };
  const nodes = useNodes(graph, places, props);
  const edges = useEdges(graph, props);
  return (
    <div
      ref={ref}
      className={classes['place']}
      style={{ height: `min(${heightMost}px, ${size.height * zoom + 2 * margin}px)` }}
      role="region"
      aria-label={words.ofJourney}
    >
      {width === 0 ? null : (
        <ReactFlow
          nodes={nodes}
          edges={edges}
          nodeTypes={nodeTypes}
          colorMode={colorMode}
          onInit={begin}
          minZoom={0.2}
          maxZoom={1.5}
          nodesDraggable={false}
          nodesConnectable={false}
          nodesFocusable={false}
          edgesFocusable={false}
          elementsSelectable={false}
          zoomOnScroll={false}
          preventScrolling={false}
          proOptions={{ hideAttribution: true }}
          ariaLabelConfig={{
            'controls.ariaLabel': words.controls,
            'controls.zoomIn.ariaLabel': words.zoomIn,
            'controls.zoomOut.ariaLabel': words.zoomOut,
            'controls.fitView.ariaLabel': words.fit,
          }}
        >
          <Controls showInteractive={false} />
        </ReactFlow>
      )}
    </div>
  );
};

/** A journey as a picture: its steps, the ways between them, and what is shown on both. */
export const JourneyPicture = (props: PictureProps) => {
  const { lines } = props;
  const graph = useMemo(() => graphOf(lines), [lines]);
  const shape = JSON.stringify([graph.nodes.map(({ id }) => id), graph.edges]);
  const places = useQuery({
    queryKey: ['layout', shape],
    queryFn: () => layoutOf(graph),
    placeholderData: keepPreviousData,
    staleTime: Infinity,
  });
  if (places.isLoadingError)
    return <ProblemAlert error={places.error} onRetry={() => void places.refetch()} />;
  if (places.data === undefined) return <Loading />;
  return <Drawn {...props} graph={graph} places={places.data} />;
};
