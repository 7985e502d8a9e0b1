/** Why a row filter expression is not taken. The message goes to whom wrote the expression, and to nobody else. */
export class RowFilterError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'RowFilterError';
  }
}
