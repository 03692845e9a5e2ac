// What the dialog for another password says.
export const words = {
  title: 'Change password',
  text: 'You stay signed in here and are signed out everywhere else.',
  current: 'Current password',
  next: 'New password',
  hint: 'At least 10 characters',
  submit: 'Change password',
  missing: 'This is needed.',
  wrong: 'This is not your password.',
  short: 'It is shorter than 10 characters.',
  same: 'This is the password you have.',
  done: 'Your password is changed.',
} as const;
