import { defaultHighlightStyle, HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import type { Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';

/** Colours that are readable (WCAG 2.2, AA) on light and on dark, by those of CodeMirror. */
const colours: ReadonlyMap<string, readonly [light: string, dark: string]> = new Map([
  ['#404740', ['#404740', '#c0c8c0']],
  ['#708', ['#708', '#e29bff']],
  ['#219', ['#219', '#b9a7ff']],
  ['#164', ['#164', '#8fd6b0']],
  ['#a11', ['#a11', '#ff9d8a']],
  ['#e40', ['#a33000', '#ffb27a']],
  ['#00f', ['#00f', '#9db7ff']],
  ['#30a', ['#30a', '#c4b5ff']],
  ['#085', ['#066', '#7fd9c4']],
  ['#167', ['#167', '#8ecbe6']],
  ['#256', ['#256', '#a0c8e8']],
  ['#00c', ['#00c', '#9ecbff']],
  ['#940', ['#840', '#d8b48a']],
  ['#f00', ['#c00', '#ff8a80']],
]);

const highlight = HighlightStyle.define(
  defaultHighlightStyle.specs.map((spec) => {
    const pair = colours.get(typeof spec['color'] === 'string' ? spec['color'] : '');
    return pair === undefined ? spec : { ...spec, color: `light-dark(${pair[0]}, ${pair[1]})` };
  }),
);

const dimmed = 'var(--mantine-color-dimmed)';
const border = '1px solid var(--mantine-color-default-border)';

const theme = EditorView.theme({
  '&': {
    color: 'var(--mantine-color-text)',
    backgroundColor: 'var(--mantine-color-body)',
    border,
    borderRadius: 'var(--mantine-radius-md)',
    fontSize: '0.85rem',
  },
  '&.cm-focused': { outline: '2px solid var(--mantine-primary-color-filled)' },
  '.cm-content': {
    caretColor: 'var(--mantine-color-text)',
    fontFamily: 'var(--mantine-font-family-monospace)',
  },
  '.cm-cursor': { borderLeftColor: 'var(--mantine-color-text)' },
  '.cm-gutters': {
    color: dimmed,
    backgroundColor: 'var(--mantine-color-body)',
    borderRight: border,
    borderRadius: 'var(--mantine-radius-md) 0 0 var(--mantine-radius-md)',
  },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'var(--mantine-color-default-hover)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'light-dark(#cfe8ee, #22505c)',
  },
  '.cm-matchingBracket, &.cm-focused .cm-matchingBracket': {
    backgroundColor: 'light-dark(#d6ecd6, #2d4a36)',
  },
  '.cm-tooltip': {
    color: 'var(--mantine-color-text)',
    backgroundColor: 'var(--mantine-color-body)',
    border,
    maxWidth: 'min(90vw, 34rem)',
  },
  '.cm-completionIcon': { display: 'none' },
  '.cm-tooltip-autocomplete > ul > li[aria-selected]': {
    color: 'var(--mantine-primary-color-contrast)',
    backgroundColor: 'var(--mantine-primary-color-filled)',
  },
  '.cm-panels': { color: 'var(--mantine-color-text)', backgroundColor: 'var(--mantine-color-body)' },
  '.cm-foldPlaceholder': { color: dimmed, backgroundColor: 'var(--mantine-color-default-hover)', border },
});

/** How the editor looks: as the rest of the studio, light and dark. */
export const look: Extension = [theme, syntaxHighlighting(highlight)];
