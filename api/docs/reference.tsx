import { createHash } from 'node:crypto';
import { html, raw } from 'hono/html';
import { type FieldView, type OperationView, readDocument, type SchemaView } from './read-document.ts';

/** Without quotes and brackets, so that it stays as it is inside HTML. */
const css = `:root{color-scheme:light dark;font:100%/1.5 system-ui,sans-serif}
body{margin:0 auto;max-width:70rem;padding:2rem 1.25rem;background:Canvas;color:CanvasText}
h1{margin-top:0}
h2{margin-top:3rem;border-bottom:2px solid GrayText}
h3{margin:2.5rem 0 .5rem;font:600 1.05rem/1.4 ui-monospace,monospace;overflow-wrap:anywhere}
nav ul{columns:20rem;padding:0;list-style:none}
nav a,code{font-family:ui-monospace,monospace;font-size:.875rem}
table{border-collapse:collapse;width:100%;margin:.5rem 0 1rem;font-size:.9rem}
caption{text-align:start;font-weight:600;padding:.25rem 0}
th,td{text-align:start;vertical-align:top;padding:.3rem .75rem .3rem 0;border-bottom:1px solid GrayText;overflow-wrap:anywhere}
.method{display:inline-block;min-width:4.5ch;margin-inline-end:1ch;color:LinkText}
.key{font-size:.85rem;opacity:.8}`;

/** Nothing is loaded and nothing runs: the page is text. */
export const referencePolicy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(css).digest('base64')}'; frame-ancestors 'none'; base-uri 'none'`;

/** A text with its `code` shown as code. */
const Words = (props: { text: string }) => (
  <>{props.text.split('`').map((part, index) => (index % 2 === 1 ? <code>{part}</code> : part))}</>
);

const Type = (props: { field: Pick<FieldView, 'type' | 'ref'> }) =>
  props.field.ref === undefined ? (
    <code>{props.field.type}</code>
  ) : (
    <a href={`#schema-${props.field.ref}`}>
      <code>{props.field.type}</code>
    </a>
  );

const Fields = (props: { title: string; fields: readonly (FieldView & { place?: string })[] }) =>
  props.fields.length === 0 ? null : (
    <table>
      <caption>{props.title}</caption>
      <tbody>
        {props.fields.map((field) => (
          <tr>
            <th scope="row">
              <code>{field.name}</code>
              {field.isRequired ? ' *' : ''}
            </th>
            <td>{field.place}</td>
            <td>
              <Type field={field} />
            </td>
            <td>
              <Words text={field.description} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );

const Operation = (props: { operation: OperationView }) => {
  const { operation } = props;
  return (
    <section id={operation.id}>
      <h3>
        <span class="method">{operation.method}</span>
        {operation.path}
      </h3>
      <p>
        <Words text={`${operation.summary}. ${operation.description} `} />
        <span class="key">{operation.security === '' ? '' : `Needs: ${operation.security}.`}</span>
      </p>
      <Fields title="Parameters" fields={operation.parameters} />
      {operation.bodyRef === undefined ? null : (
        <p>
          Body: <a href={`#schema-${operation.bodyRef}`}>{operation.bodyRef}</a>
        </p>
      )}
      <Fields title="Body" fields={operation.body} />
      <table>
        <caption>Answers</caption>
        <tbody>
          {operation.answers.map((answer) => (
            <tr>
              <th scope="row">{answer.status}</th>
              <td>
                <Words text={answer.description} />
              </td>
              <td>
                {answer.ref === undefined ? '' : <Type field={{ type: answer.ref, ref: answer.ref }} />}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {operation.answers.map((answer) => (
        <Fields title={`Answer ${answer.status}`} fields={answer.fields} />
      ))}
    </section>
  );
};

const Schema = (props: { schema: SchemaView }) => (
  <section id={`schema-${props.schema.name}`}>
    <h3>{props.schema.name}</h3>
    <p>
      <Words text={props.schema.description} />
    </p>
    <Fields title="Fields" fields={props.schema.fields} />
  </section>
);

/** The OpenAPI document as a page to read: no scripts, nothing from elsewhere. */
export const renderReference = (input: { document: unknown; description: string }) => {
  const { operations, schemas } = readDocument(input.document);
  const tags = [...new Set(operations.map((operation) => operation.tag))];
  const page = (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Ciclo API</title>
        <style>{raw(css)}</style>
      </head>
      <body>
        <h1>Ciclo API</h1>
        {input.description.split('\n\n').map((paragraph) => (
          <p>{paragraph}</p>
        ))}
        <p>
          For machines: <a href="/openapi.json">/openapi.json</a> (OpenAPI 3.1). Fields with * must be there.
        </p>
        <nav aria-label="All calls">
          <ul>
            {operations.map((operation) => (
              <li>
                <a href={`#${operation.id}`}>
                  <span class="method">{operation.method}</span>
                  {operation.path}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        <main>
          {tags.map((tag) => (
            <>
              <h2>{tag}</h2>
              {operations
                .filter((operation) => operation.tag === tag)
                .map((operation) => (
                  <Operation operation={operation} />
                ))}
            </>
          ))}
          <h2>Schemas</h2>
          {schemas.map((schema) => (
            <Schema schema={schema} />
          ))}
        </main>
      </body>
    </html>
  );
  return html`<!DOCTYPE html>${page}`;
};
