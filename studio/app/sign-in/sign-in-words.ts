import { defineWords } from '../../words/words.ts';

export const signInWords = defineWords({
  en: {
    title: 'Sign in to Ciclo',
    email: 'E-mail address',
    password: 'Password',
    workspace: 'Workspace',
    signIn: 'Sign in',
    noPassword:
      'No password yet? Ask an owner or admin for a sign-in link, or make one: ciclo users sign-in-link',
    linkText: 'Your link signs you in once.',
    newPassword: 'New password',
    newPasswordText: 'Optional: 12 characters or more, to sign in with from now on.',
    otherWay: 'Sign in with a password instead',
    or: 'or',
    withPasskey: 'Sign in with a passkey',
    withProvider: (name: string) => `Sign in with ${name}`,
  },
  es: {
    title: 'Inicia sesión en Ciclo',
    email: 'Correo electrónico',
    password: 'Contraseña',
    workspace: 'Espacio de trabajo',
    signIn: 'Iniciar sesión',
    noPassword:
      '¿Aún no tienes contraseña? Pide un enlace a un propietario o administrador, o crea uno: ciclo users sign-in-link',
    linkText: 'Tu enlace sirve para iniciar sesión una vez.',
    newPassword: 'Contraseña nueva',
    newPasswordText: 'Opcional: 12 caracteres o más, para iniciar sesión a partir de ahora.',
    otherWay: 'Iniciar sesión con contraseña',
    or: 'o',
    withPasskey: 'Iniciar sesión con una llave de acceso',
    withProvider: (name: string) => `Iniciar sesión con ${name}`,
  },
});
