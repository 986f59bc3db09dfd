import { defineWords } from '../../words/words.ts';

export const clusterWords = defineWords({
  en: {
    title: 'Groups in the data',
    text: 'Buyers who are alike in when, how often, for how much and what they buy.',
    few: 'Not enough buyers yet',
    fewText: (needs: string, has: string) =>
      `Groups are looked for from ${needs} buyers on; there are ${has}.`,
    of: (count: string, isExact: boolean) =>
      isExact ? `Found among all ${count} buyers.` : `Found among ${count} buyers drawn at random.`,
    strong: 'The groups stand clearly apart.',
    reasonable: 'The groups stand apart reasonably well.',
    weak: 'The groups overlap: take them as a hint.',
    none: 'The groups hardly stand apart: buyers are much alike, or differ without a pattern.',
    silhouette: (score: string) => `Silhouette ${score}`,
    tried: (list: string) => `Numbers of groups that were tried, with their silhouettes: ${list}.`,
    people: (count: string, share: string) => `${count} buyers (${share})`,
    differs: 'What differs',
    rule: 'Conditions that find them',
    quality: (precision: string, recall: string) =>
      `${precision} of those found are of the group, and ${recall} of the group are found; measured on buyers with whom the conditions were not chosen.`,
    noRule: 'No simple conditions find this group.',
    make: 'Make a segment',
    makeTitle: 'Make a segment',
    makeText: 'A draft of a segment with these conditions. It counts for nobody until it is published.',
    name: 'Name',
    key: 'Key',
    keyText: 'The name of its file.',
    keep: 'Keep the draft',
    kept: (name: string) => `“${name}” is a draft.`,
    publish: 'Publish…',
  },
  es: {
    title: 'Grupos en los datos',
    text: 'Compradores parecidos en cuándo, cuántas veces, por cuánto y qué compran.',
    few: 'Aún no hay compradores suficientes',
    fewText: (needs: string, has: string) => `Se buscan grupos a partir de ${needs} compradores; hay ${has}.`,
    of: (count: string, isExact: boolean) =>
      isExact
        ? `Encontrados entre los ${count} compradores.`
        : `Encontrados entre ${count} compradores al azar.`,
    strong: 'Los grupos se distinguen con claridad.',
    reasonable: 'Los grupos se distinguen bastante bien.',
    weak: 'Los grupos se solapan: tómalos como una pista.',
    none: 'Los grupos apenas se distinguen: los compradores se parecen o difieren sin patrón.',
    silhouette: (score: string) => `Silueta ${score}`,
    tried: (list: string) => `Números de grupos probados, con su silueta: ${list}.`,
    people: (count: string, share: string) => `${count} compradores (${share})`,
    differs: 'En qué se diferencian',
    rule: 'Condiciones que los encuentran',
    quality: (precision: string, recall: string) =>
      `El ${precision} de quienes encuentran es del grupo y encuentran al ${recall} del grupo; medido con compradores con los que no se eligieron las condiciones.`,
    noRule: 'Ninguna condición sencilla encuentra este grupo.',
    make: 'Crear un segmento',
    makeTitle: 'Crear un segmento',
    makeText: 'Un borrador de segmento con estas condiciones. No cuenta para nadie hasta que se publica.',
    name: 'Nombre',
    key: 'Clave',
    keyText: 'El nombre de su archivo.',
    keep: 'Guardar el borrador',
    kept: (name: string) => `«${name}» es un borrador.`,
    publish: 'Publicar…',
  },
});
