import { defineWords } from '../../../words/words.ts';

/** Why an offer cannot be used; in English the API says it. */
const inSpanish = new Map([
  ['unknown-code', 'No existe ese código.'],
  ['not-issued', 'La oferta no se dio a esta persona.'],
  ['not-started', 'La oferta aún no ha empezado.'],
  ['expired', 'La oferta ha terminado.'],
  ['revoked', 'El código se retiró.'],
  ['wrong-person', 'El código se dio a otra persona.'],
  ['person-needed', 'La oferta tiene límites por persona y no se nombra a nadie.'],
  ['not-in-audience', 'La oferta no es para esta persona.'],
  ['wrong-currency', 'El pedido está en otra moneda que la oferta.'],
  ['min-order', 'El valor del pedido es demasiado bajo.'],
  ['no-eligible-product', 'La oferta no es para ningún producto del pedido.'],
  ['nothing-to-discount', 'La oferta no descuenta nada de este pedido.'],
  ['budget-spent', 'Se ha gastado todo lo previsto para la oferta.'],
  ['per-person-limit', 'La persona ya ha usado la oferta las veces permitidas.'],
  ['already-redeemed', 'El código ya se ha usado.'],
  ['reserved-elsewhere', 'El código está reservado para otro pedido.'],
  ['not-stackable', 'La oferta no se combina con otra que se aplica.'],
]);

export const tryWords = defineWords({
  en: {
    text: 'What a cart would get of the offer as you have written it. Nothing is used of it.',
    orderValue: 'Order value',
    shipping: 'Shipping',
    code: 'Code',
    person: 'Who buys',
    nobody: 'Nobody named',
    try: 'Try it',
    refused: 'It cannot be used on this cart',
    reasonOf: (_code: string, message: string) => message,
    takesOff: (money: string) => `It takes ${money} off`,
    ofShipping: (money: string) => `Of it off shipping: ${money}`,
    gift: (product: string) => `Given with it: ${product}`,
  },
  es: {
    text: 'Lo que recibiría un carrito con la oferta tal como la has escrito. No se gasta nada de ella.',
    orderValue: 'Valor del pedido',
    shipping: 'Envío',
    code: 'Código',
    person: 'Quién compra',
    nobody: 'Nadie',
    try: 'Probar',
    refused: 'No se puede usar con este carrito',
    reasonOf: (code: string, message: string) => inSpanish.get(code) ?? message,
    takesOff: (money: string) => `Descuenta ${money}`,
    ofShipping: (money: string) => `De ello, del envío: ${money}`,
    gift: (product: string) => `Se regala: ${product}`,
  },
});
