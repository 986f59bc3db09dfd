import { html, type TagSpec } from '@codemirror/lang-html';
import { json } from '@codemirror/lang-json';
import { type Diagnostic, lintGutter, setDiagnostics } from '@codemirror/lint';
import { EditorState, type Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { basicSetup } from 'codemirror';
import { useEffect, useRef } from 'react';

import { served } from '../../app/tenant.tsx';
import { type Completed, completionsAt } from './completions.ts';
import { look } from './look.ts';
import type { Schema } from './schema-at.ts';

/** Something that is wrong or doubtful in a text; lines and columns count from 1. */
export type EditorProblem = {
  readonly message: string;
  readonly hint?: string | undefined;
  readonly severity?: 'error' | 'warning' | undefined;
  readonly line?: number | undefined;
  readonly column?: number | undefined;
};

export type CodeEditorProps = {
  /** What the field is called, for a screen reader. */
  label: string;
  value: string;
  language: 'json' | 'html' | 'text';
  onChange?: (value: string) => void;
  /** Completes what is written in JSON. */
  schema?: Schema | undefined;
  /** Completes what is written in another language; undefined where it has nothing to say. */
  complete?: ((text: string, offset: number) => Completed | undefined) | undefined;
  /** Elements that HTML does not have, for the completion of tags. Read when the editor is shown. */
  tags?: Readonly<Record<string, TagSpec>> | undefined;
  problems?: readonly EditorProblem[];
  isReadOnly?: boolean;
};

const languages: Readonly<Record<CodeEditorProps['language'], (props: CodeEditorProps) => Extension>> = {
  json,
  html: ({ tags }) => html(tags === undefined ? {} : { extraTags: tags }),
  text: () => [],
};

/** What may be written at a place of a text, by the schema of the file or anyone who knows its language. */
const completedAt = (input: {
  props: CodeEditorProps;
  text: string;
  offset: number;
  explicit: boolean;
}): Completed | undefined => {
  const { props, text, offset, explicit } = input;
  const { schema, complete } = props;
  if (schema === undefined) return complete?.(text, offset);
  if (!explicit && !/["\w]$/.test(text.slice(0, offset))) return undefined;
  return completionsAt({ text, offset, schema });
};

const completion = (propsNow: () => CodeEditorProps): Extension => {
  const autocomplete = (context: { state: EditorState; pos: number; explicit: boolean }) => {
    const { pos: offset, explicit } = context;
    const text = context.state.doc.toString();
    const found = completedAt({ props: propsNow(), text, offset, explicit });
    if (found === undefined || found.options.length === 0) return null;
    const { from, to, options } = found;
    const typed = text.slice(from, offset).replaceAll('"', '').toLowerCase();
    return {
      from,
      to,
      filter: false,
      options: options
        .filter(({ label }) => label.toLowerCase().includes(typed))
        .map(({ label, kind, insert, info }) => ({
          label,
          type: kind === 'property' ? 'property' : 'constant',
          apply: insert,
          info,
        })),
    };
  };
  // One and the same function: the editor knows by it what it asked already.
  const data = [{ autocomplete }];
  return EditorState.languageData.of(() => data);
};

const diagnosticsOf = (state: EditorState, problems: readonly EditorProblem[]): readonly Diagnostic[] =>
  problems.flatMap(({ line, column = 1, message, hint, severity = 'error' }) => {
    if (line === undefined || line > state.doc.lines) return [];
    const { from, to } = state.doc.line(line);
    const at = Math.min(from + column - 1, to);
    return [
      {
        from: at,
        to: Math.max(at, to),
        severity,
        message: hint === undefined ? message : `${message} ${hint}`,
      },
    ];
  });

/** The text with the line ends that the file has. */
const textOf = (state: EditorState, value: string): string =>
  state.doc.toString().replaceAll('\n', value.includes('\r\n') ? '\r\n' : '\n');

/** The editor itself; `CodeEditor` loads it when it is shown. */
export const CodeMirror = (props: CodeEditorProps) => {
  const { label, value, language, problems = [], isReadOnly = false } = props;
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const now = useRef(props);
  useEffect(() => {
    now.current = props;
  });
  useEffect(() => {
    if (place.current === null) return undefined;
    const made = new EditorView({
      parent: place.current,
      doc: now.current.value,
      extensions: [
        EditorView.cspNonce.of(served('nonce')),
        basicSetup,
        languages[language](now.current),
        look,
        lintGutter(),
        completion(() => now.current),
        EditorView.lineWrapping,
        EditorState.readOnly.of(isReadOnly),
        EditorView.contentAttributes.of({ 'aria-label': label }),
        EditorView.updateListener.of((update) => {
          const text = textOf(update.state, now.current.value);
          if (update.docChanged && text !== now.current.value) now.current.onChange?.(text);
        }),
      ],
    });
    view.current = made;
    return () => {
      view.current = null;
      made.destroy();
    };
  }, [label, language, isReadOnly]);
  useEffect(() => {
    const editor = view.current;
    if (editor === null || textOf(editor.state, value) === value) return;
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: value } });
  }, [value]);
  useEffect(() => {
    const editor = view.current;
    if (editor !== null) editor.dispatch(setDiagnostics(editor.state, diagnosticsOf(editor.state, problems)));
  }, [problems]);
  return <div ref={place} />;
};
