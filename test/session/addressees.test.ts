import { describe, expect, it } from 'vitest';
import { guessLimits } from '../../src/base/limits.ts';
import { Addressees } from '../../src/session/addressees.ts';

const { addresseesMax, namelessMaxMs } = guessLimits;

describe('a nameless error', () => {
  it('is about the last request if that was written just now', () => {
    const addressees = new Addressees();
    addressees.wroteRequest(100);
    expect(addressees.isAboutLastRequest(100 + namelessMaxMs)).toBe(true);
    expect(addressees.isAboutLastRequest(101 + namelessMaxMs)).toBe(false);
  });

  it('is about nothing before something was written, but for the first words of a server', () => {
    const addressees = new Addressees();
    expect(addressees.isAboutLastRequest(0)).toBe(false);
    expect(addressees.isAboutLastRequest(undefined)).toBe(true);
  });

  it('may be about a notification, one for each', () => {
    const addressees = new Addressees();
    addressees.wroteOther();
    addressees.wroteOther();
    addressees.wroteRequest(0);
    const meant = [0, 0, 0].map((now) => addressees.isAboutLastRequest(now));
    expect(meant).toEqual([false, false, true]);
  });

  it('is not about what went before something that was answered by name', () => {
    const addressees = new Addressees();
    addressees.wroteOther();
    const place = addressees.wroteRequest(0);
    addressees.answered(place);
    addressees.wroteRequest(0);
    expect(addressees.isAboutLastRequest(0)).toBe(true);
  });

  it('may still be about what was written after that', () => {
    const addressees = new Addressees();
    addressees.wroteOther();
    const place = addressees.wroteRequest(0);
    addressees.wroteOther();
    addressees.answered(place);
    expect([0, 0].map((now) => addressees.isAboutLastRequest(now))).toEqual([false, true]);
  });

  it('may be about anything that was written after an older request', () => {
    const addressees = new Addressees();
    const place = addressees.wroteRequest(0);
    addressees.wroteOther();
    addressees.wroteOther();
    addressees.answered(place);
    expect([0, 0, 0].map((now) => addressees.isAboutLastRequest(now))).toEqual([
      false,
      false,
      true,
    ]);
  });

  it('is never told to be about a request once too many things were unanswered', () => {
    const addressees = new Addressees();
    for (let count = 0; count < addresseesMax; count += 1) addressees.wroteOther();
    addressees.wroteRequest(0);
    const meant = Array.from({ length: 2 * addresseesMax }, () => addressees.isAboutLastRequest(0));
    expect(meant).not.toContain(true);
  });

  it('is, with one thing less', () => {
    const addressees = new Addressees();
    for (let count = 1; count < addresseesMax; count += 1) addressees.wroteOther();
    addressees.wroteRequest(0);
    const meant = Array.from({ length: addresseesMax }, () => addressees.isAboutLastRequest(0));
    expect(meant.indexOf(true)).toBe(addresseesMax - 1);
  });

  it('of a new life is about nothing of the one before', () => {
    const addressees = new Addressees();
    addressees.wroteOther();
    addressees.wroteRequest(0);
    addressees.reset();
    expect(addressees.isAboutLastRequest(0)).toBe(false);
    expect(addressees.wroteRequest(0)).toBe(1);
    expect(addressees.isAboutLastRequest(0)).toBe(true);
  });
});
