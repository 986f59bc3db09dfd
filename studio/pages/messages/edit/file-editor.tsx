import type { components } from '../../../api/schema.ts';
import type { useDraftText } from '../../../parts/drafts/use-file.ts';
import { CodeEditor } from '../../../parts/editor/code-editor.tsx';
import type { Schema } from '../../../parts/editor/schema-at.ts';
import { useWords } from '../../../words/language.tsx';
import { Blocks } from '../blocks/blocks.tsx';
import { completeTemplate } from './complete-template.ts';
import { type MessageFile, partialNames } from './message-files.ts';
import { editMessageWords } from './words.ts';

type Vocabulary = components['schemas']['TemplateVocabulary'];

/** The elements of MJML as the completion of tags takes them. */
const tagsOf = ({ elements }: Vocabulary) =>
  Object.fromEntries(
    elements.map(({ name, attributes, children }) => [
      name,
      {
        attrs: Object.fromEntries(attributes.map((attribute) => [attribute, null])),
        ...(children.length === 0 ? {} : { children: [...children] }),
      },
    ]),
  );

/** The text of a file of a message, with what may be written there and what is wrong where it is. */
export const FileEditor = (props: {
  file: MessageFile;
  files: readonly MessageFile[];
  draft: ReturnType<typeof useDraftText>;
  vocabulary: Vocabulary;
  schema: Schema | undefined;
  problems: readonly components['schemas']['ProblemItem'][];
  /** A mail is shown in blocks instead of as code. */
  isBlocks: boolean;
}) => {
  const { isBlocks, file, files, draft, vocabulary, schema, problems } = props;
  const words = useWords(editMessageWords);
  const editor = { label: words.fileText, value: draft.text, onChange: draft.setText, problems };
  if (file.kind === 'settings') return <CodeEditor {...editor} language="json" schema={schema} />;
  const partials = partialNames(files);
  const isMail = file.kind === 'body' && file.name.endsWith('.mjml');
  if (isMail && isBlocks) {
    const names = vocabulary.names.filter((name) => !name.includes('[]'));
    return <Blocks source={draft.text} names={names} partials={partials} onChange={draft.setText} />;
  }
  return (
    <CodeEditor
      {...editor}
      language={file.name.endsWith('.mjml') ? 'html' : 'text'}
      tags={tagsOf(vocabulary)}
      complete={(text, offset) => completeTemplate({ text, offset, vocabulary, partials })}
    />
  );
};
