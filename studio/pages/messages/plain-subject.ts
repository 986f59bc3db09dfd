/** A subject as people read it: what is filled in stands between signs, and blocks of the template are left out. */
export const plainSubject = (template: string): string =>
  template
    .replaceAll(/\{\{\s*[#/^][^}]*\}\}|\{\{\s*else\b[^}]*\}\}/g, '')
    .replaceAll(/\{\{\s*([^}]*?)\s*\}\}/g, (_all, inside: string) => {
      const name = /[a-z]\w*(?:\.\w+)+/i.exec(inside)?.[0] ?? inside;
      return `‹${name.split('.').at(-1) ?? name}›`;
    });
