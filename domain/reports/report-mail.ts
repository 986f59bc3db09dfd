import Handlebars from 'handlebars';

/** One figure of a report, as text. */
export type ReportSection = {
  readonly title: string;
  readonly definition: string;
  /** `2026-02-01 – 2026-02-28`; absent where the figure has no period. */
  readonly days?: string;
  /** The id of its picture in the mail. */
  readonly picture?: string;
  readonly columns: readonly { readonly title: string; readonly isNumber: boolean }[];
  readonly rows: readonly (readonly string[])[];
  /** How many rows there are besides. */
  readonly more: number;
  /** Why it says nothing. */
  readonly failure?: string;
  /** Where it stands in the studio. */
  readonly url: string;
};

const words = {
  en: {
    noRows: 'There is nothing in this period.',
    more: 'more rows: they are in the file that goes along.',
    open: 'Open it in the studio',
    why: 'You get this mail since it is a report of your team.',
    change: 'Change or end it',
    asOf: 'As of',
  },
  es: {
    noRows: 'No hay nada en este periodo.',
    more: 'filas más: están en el archivo adjunto.',
    open: 'Abrirlo en el estudio',
    why: 'Recibes este correo porque es un informe de tu equipo.',
    change: 'Cambiarlo o terminarlo',
    asOf: 'Datos hasta',
  },
} as const;

const page = Handlebars.create().compile(
  `<!doctype html><html lang="{{language}}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{{name}}</title></head>
<body style="margin:0;padding:16px;background:#f1f3f5;font-family:system-ui,-apple-system,'Segoe UI',Arial,sans-serif;color:#212529">
<div style="max-width:640px;margin:0 auto;background:#ffffff;padding:24px;border-radius:8px">
<h1 style="font-size:20px;margin:0 0 4px">{{name}}</h1><p style="margin:0 0 16px;color:#495057;font-size:13px">{{shop}}{{#if asOf}} · {{words.asOf}} {{asOf}}{{/if}}</p>
{{#each sections}}<h2 style="font-size:16px;margin:24px 0 4px">{{title}}</h2>
<p style="margin:0 0 8px;color:#495057;font-size:13px">{{#if days}}{{days}} · {{/if}}{{definition}}</p>
{{#if failure}}<p style="margin:0 0 8px;color:#a61e4d">{{failure}}</p>{{else}}
{{#if picture}}<img src="cid:{{picture}}" width="592" alt="{{title}}" style="width:100%;height:auto;border:0;display:block">{{/if}}
{{#if rows}}<div style="overflow-x:auto"><table role="table" style="border-collapse:collapse;width:100%;font-size:13px"><thead><tr>{{#each columns}}<th style="text-align:{{#if isNumber}}right{{else}}left{{/if}};padding:4px 6px;border-bottom:2px solid #ced4da">{{title}}</th>{{/each}}</tr></thead>
<tbody>{{#each cells}}<tr>{{#each this}}<td style="text-align:{{#if isNumber}}right{{else}}left{{/if}};padding:4px 6px;border-bottom:1px solid #e9ecef">{{text}}</td>{{/each}}</tr>{{/each}}</tbody></table></div>
{{#if more}}<p style="margin:4px 0;color:#495057;font-size:13px">{{more}} {{@root.words.more}}</p>{{/if}}{{else}}<p>{{@root.words.noRows}}</p>{{/if}}{{/if}}
<p style="margin:8px 0;font-size:13px"><a href="{{url}}" style="color:#0b7285">{{@root.words.open}}</a></p>{{/each}}
<p style="margin:24px 0 0;color:#495057;font-size:12px">{{words.why}} <a href="{{settingsUrl}}" style="color:#0b7285">{{words.change}}</a></p>
</div></body></html>`,
  { strict: true, assumeObjects: true },
);

const plainOf = (section: ReportSection, said: (typeof words)['en' | 'es']): string => {
  const { columns, rows, more } = section;
  const table = [columns.map(({ title }) => title), ...rows].map((row) => row.join(' | '));
  const body = section.failure ?? (rows.length === 0 ? said.noRows : table.join('\n'));
  return [
    section.title,
    `${section.days === undefined ? '' : `${section.days} · `}${section.definition}`,
    body,
    ...(more > 0 ? [`${more} ${said.more}`] : []),
    `${said.open}: ${section.url}`,
  ].join('\n');
};

/** The mail of a report: HTML with its pictures by `cid:`, and the same as plain text. Everything is escaped. */
export const reportMail = (input: {
  name: string;
  shop: string;
  language: 'en' | 'es';
  /** How current the figures are, as text. */
  asOf: string | undefined;
  settingsUrl: string;
  sections: readonly ReportSection[];
}): { readonly html: string; readonly text: string } => {
  const { name, shop, language, asOf = '', settingsUrl } = input;
  const said = words[language];
  const sections = input.sections.map((section) => ({
    days: '',
    picture: '',
    failure: '',
    ...section,
    cells: section.rows.map((row) =>
      row.map((text, index) => ({ text, isNumber: section.columns[index]?.isNumber === true })),
    ),
  }));
  const head = [name, `${shop}${asOf === '' ? '' : ` · ${said.asOf} ${asOf}`}`].join('\n');
  return {
    html: page({ name, shop, language, asOf, settingsUrl, sections, words: said }),
    text: [
      head,
      ...input.sections.map((section) => plainOf(section, said)),
      `${said.why} ${said.change}: ${settingsUrl}`,
    ].join('\n\n'),
  };
};
