/**
 * Faults of the session: what the client was promised and is owed. Knows no runner.
 */

import type { Fault } from './fault.ts';

export const ofSession: readonly Fault[] = [
  {
    name: 'an answer of another form than its method asks for is given as soon as any other guess',
    code: 'if (!fits || this.#refuted.has(kind))',
    instead: 'if (this.#refuted.has(kind))',
  },
  {
    name: 'a server that died before it was greeted again is said to have died in the session',
    code: "this.#go('goDown', this.unmet ? downUnmet : down);",
    instead: "this.#go('goDown', down);",
  },
  {
    name: 'a cancelled held request is written all the same',
    code: `    state.hold.remove(entry.id);
    state.listens.close(entry.id);
    state.pending.settle(entry.id);
    return;`,
    instead: '    return;',
  },
  {
    name: 'a cancel is dropped',
    code: `  if (entry === undefined && (state.restarted || state.toolFilter !== undefined)) return;
  tellServer(state, notification);`,
    instead: '',
  },
  {
    name: 'a cancel for what died with another server reaches this one',
    code: 'if (entry === undefined && (state.restarted || state.toolFilter !== undefined)) return;',
    instead: '',
  },
  {
    name: 'the answer to a cancelled request is given at its fall',
    code: `    if (entry.cancelled) {
      state.pending.settle(entry.id);
      continue;
    }
    const outcome`,
    instead: '    entry.cancelled = false;\n    const outcome',
  },
  {
    name: 'a request that was never written is told that it may have run',
    code: "refuse(state, entry, failure, entry.place === 'written');",
    instead: 'refuse(state, entry, failure, true);',
  },
  {
    name: 'a held request whose time is over is told that it may have run',
    code: 'refuse(state, entry, failures.heldTooLong);',
    instead: 'refuse(state, entry, failures.heldTooLong, true);',
  },
  {
    name: 'a call that was written is told nothing of having run',
    code: 'refuse(state, entry, told.as(interrupted), true);',
    instead: 'refuse(state, entry, told.as(restarted), false);',
  },
  {
    name: 'a read that is not sent again is told that it may have run',
    code: 'else refuse(state, entry, told.as(restarted), false);',
    instead: 'else refuse(state, entry, told.as(interrupted), true);',
  },
  {
    name: 'a call is sent again behind the user’s back',
    code: "if (entry.resend === 'read') return true;\n  return retry",
    instead: 'return true;\n  return retry',
  },
  {
    name: '--retry never sends reads again',
    code: "if (retry === 'never') return false;",
    instead: '',
  },
  {
    name: 'a read that killed two servers is written to the third',
    code: `    return entry.resend === 'read' ? 'lost' : 'may-have-run';
  }
  return entry.deaths === 0 ? 'resend' : 'refuse-poison';`,
    instead: `    return entry.resend === 'read' ? 'lost' : 'may-have-run';
  }
  return 'resend';`,
  },
  {
    name: 'a listen that killed three servers is written to the fourth',
    code: `filter !== undefined) return 'keep';
  return entry.deaths === 0 ? 'resend' : 'refuse-poison';`,
    instead: `filter !== undefined) return 'keep';
  return 'resend';`,
  },
  {
    name: 'a read is not sent again after one fall',
    code: "return entry.resend === 'read' ? 'lost' : 'may-have-run';\n  }\n  return entry.deaths === 0 ? 'resend'",
    instead:
      "return entry.resend === 'read' ? 'lost' : 'may-have-run';\n  }\n  return entry.deaths < 0 ? 'resend'",
  },
  {
    name: 'what never reached a server that never ran is refused',
    code: "return entry.request === undefined ? 'lost' : 'resend';",
    instead: "return 'lost';",
  },
  {
    name: 'a notification pins a dual-era server',
    code: "if (state.link.kind === 'open' && state.link.pinned) {",
    instead: "if (state.link.kind === 'open') {",
  },
  {
    name: 'held notifications go before the first request of an era',
    code: 'for (const item of link.pinned ? held : firstRequestFirst(held)) {',
    instead: 'for (const item of held) {',
  },
  {
    name: 'held messages are written in another order',
    code: 'this.#waiting = [...toResend, ...this.#waiting];',
    instead: 'this.#waiting = [...this.#waiting, ...toResend];',
  },
  {
    name: 'held messages are written backwards',
    code: '    const all = this.#waiting;\n    this.#waiting = [];\n    this.#bytes = 0;\n    return all;',
    instead:
      '    const all = this.#waiting;\n    this.#waiting = [];\n    this.#bytes = 0;\n    return all.reverse();',
  },
  {
    name: 'what is held is written to no server',
    code: 'if (entry !== undefined) write(state, entry, item.bytes, now);\n    else if',
    instead: 'if (entry === undefined) continue;\n    else if',
  },
  {
    name: 'held notifications are lost',
    code: 'else if (item.id === undefined) tellServer(state, item.bytes);',
    instead: '',
  },
  {
    name: 'a held request waits for ever',
    code: '  state.pending.setDeadline(entry, now + holdMaxMs(state));\n  // A client that never says',
    instead: '  // A client that never says',
  },
  {
    name: 'in-flight requests have no bound',
    code: 'if (state.pending.size < sessionLimits.inflightCountMax) return true;',
    instead: 'return true;',
  },
  {
    name: 'held requests have no bound',
    code: 'if (this.#waiting.length >= sessionLimits.holdCountMax) return false;',
    instead: '',
  },
  {
    name: 'an id that is in use is taken twice',
    code: 'else if (same !== undefined || state.ownRequests.has(id))\n    return refuseUnseen(state, id, failures.idInUse);',
    instead: '',
  },
  {
    name: 'a client’s answer to a question is lost',
    code: 'toServer(state, rewritten(response, idSpan, serverRequest.serverId));',
    instead: '',
  },
  {
    name: 'a client’s answer keeps the id that the client was shown',
    code: 'toServer(state, rewritten(response, idSpan, serverRequest.serverId));',
    instead: 'toServer(state, response);',
  },
  {
    name: 'a client’s answer to a dead server’s question reaches the next one',
    code: `    this.#byClientId.clear();
    this.#byServerId.clear();
    this.#answered.clear();
    this.#deadUpTo = this.#highest;`,
    instead: '',
  },
  {
    name: 'questions of two lives have one id',
    code: 'this.#highest = fits ? serverId : this.#highest + 1;',
    instead: "this.#highest = typeof serverId === 'number' ? serverId : this.#highest + 1;",
  },
  {
    name: 'open questions of a dead server are not taken back',
    code: `    const reason = 'the server that asked has ended';
    state.port.toClient(notification('notifications/cancelled', { requestId, reason }));`,
    instead: '    void requestId;',
  },
  {
    name: 'a server’s taking back of its question is lost',
    code: 'return clientId === id ? notification : replaceSpan(bytes, span, String(clientId));',
    instead: 'return undefined;',
  },
  {
    name: 'a server’s taking back names the wrong question',
    code: 'return clientId === id ? notification : replaceSpan(bytes, span, String(clientId));',
    instead: 'return notification;',
  },
  {
    name: 'a client’s progress under an unknown token is dropped',
    code: '  } else if (span === undefined || serverRequest?.token === undefined) {\n    passOrHold(state, notification);',
    instead: '  } else if (span === undefined || serverRequest?.token === undefined) {',
  },
  {
    name: 'a client’s progress on a dead server’s question reaches the next one',
    code: 'if (known !== undefined && state.serverRequests.isOver(known)) {',
    instead: 'if (known === null) {',
  },
  {
    name: 'progress of a request that is sent again falls back',
    code: 'if (entry.deaths > 0 && progress !== undefined && progress <= entry.progress) return undefined;',
    instead: '',
  },
  {
    name: 'progress of a replayed greeting reaches the client',
    code: 'if (entry === undefined && token !== undefined && state.silenced.has(token)) return undefined;',
    instead: '',
  },
  {
    name: 'a server’s progress under an unknown token is dropped',
    code: 'if (entry === undefined || params === undefined) return notification;',
    instead: 'if (entry === undefined || params === undefined) return undefined;',
  },
  {
    name: 'progress does not lengthen a time-out',
    code: 'if (isTimed) state.pending.setDeadline(entry, now + state.options.requestTimeoutMs);',
    instead: '',
  },
  {
    name: 'a time-out is not cancelled at the server',
    code: "tellServer(state, notification('notifications/cancelled', { requestId, reason }));",
    instead: 'void [requestId, reason];',
  },
  {
    name: 'a request is never timed out',
    code: 'for (const entry of pending.expired(now)) expire(this.#state, entry);',
    instead: '',
  },
  {
    name: 'a server that lets requests time out counts as well',
    code: '  state.timeoutsInARow += 1;\n  // `initialize` must',
    instead: '  // `initialize` must',
  },
  {
    name: 'the log level is not restored',
    code: 'for (const item of state.restored.all()) {',
    instead:
      "for (const item of state.restored.all().filter(({ kind }) => kind.method !== 'logging/setLevel')) {",
  },
  {
    name: 'subscriptions are not restored',
    code: 'for (const item of state.restored.all()) {',
    instead:
      "for (const item of state.restored.all().filter(({ kind }) => kind.method === 'logging/setLevel')) {",
  },
  {
    name: 'the first log level is restored, not the last',
    code: 'else if (hasRoomFor(requests, key, request)) requests.set(key, kept(request));',
    instead:
      'else if (hasRoomFor(requests, key, request)) requests.set(key, requests.get(key) ?? kept(request));',
  },
  {
    name: 'a subscription that was taken back is restored',
    code: 'if (found.undo) requests.delete(key);\n    else if',
    instead: 'if (found.undo) return undefined;\n    else if',
  },
  {
    name: 'what a server refused is restored',
    code: '  if (response.isError) return;\n  if (isListMethod(entry.method))',
    instead: '  if (isListMethod(entry.method))',
  },
  {
    name: 'resources/updated is left out after a restart',
    code: 'if (news !== undefined) state.port.toClient(news);',
    instead: 'void news;',
  },
  {
    name: 'list_changed is left out after a restart',
    code: 'else if (isOther) tellOfRestart(state, method);',
    instead: '',
  },
  {
    name: 'list_changed is told although nothing changed',
    code: 'else if (isOther) tellOfRestart(state, method);',
    instead: 'else tellOfRestart(state, method);',
  },
  {
    name: 'list_changed is told to whom it was not promised',
    code: 'if (isTold) announce(state, method);\n}\n\nfunction announce',
    instead: 'announce(state, method);\n}\n\nfunction announce',
  },
  {
    name: 'the answer to the shield’s own request reaches the client',
    code: `      handleOwnAnswer(state, ownId, { response, now });
    }
    return undefined;`,
    instead: `      handleOwnAnswer(state, ownId, { response, now });
    }
    return response;`,
  },
  {
    name: 'a listen stream is not renewed',
    code: "    entry.place = 'written';\n    notePinned(state);\n    toServer(state, listen.request.bytes);",
    instead: "    entry.place = 'written';\n    notePinned(state);",
  },
  {
    name: 'the gap of a renewed stream is not told',
    code: '  tellOfGap(state, listen);\n  return undefined;',
    instead: '  return undefined;',
  },
  {
    name: 'a narrower stream is kept without a word',
    code: 'if (!sameFilter(listen.filter, filter)) return endNarrowed(state, id);',
    instead: '',
  },
  {
    name: 'the second acknowledgement of a stream reaches the client',
    code: '  tellOfGap(state, listen);\n  return undefined;',
    instead: '  tellOfGap(state, listen);\n  return message;',
  },
  {
    name: 'a refused renewal reaches the client as an error',
    code: 'return listen?.renewing && isError ? endOfListen(id) : out;',
    instead: 'return out;',
  },
  {
    name: 'a second answer is given',
    code: '  state.pending.settle(entry.id);\n  state.addressees.answered(entry.writtenAt);',
    instead: '  state.addressees.answered(entry.writtenAt);',
  },
  {
    name: 'an answer that nobody waits for reaches the client',
    code: 'if (entry === undefined) return dropAnswer(state, id, guess === undefined);',
    instead: 'if (entry === undefined) return response;',
  },
  {
    name: 'a guess is given at once',
    code: 'if (guess !== undefined) return keepAside(state, entry, { ...guess, now, answer: response });',
    instead: '',
  },
  {
    name: 'a guess is never given',
    code: '    if (state.pending.get(entry.id) === entry) {\n      release(',
    instead: '    if (state.pending.get(entry.id) !== entry) {\n      release(',
  },
  {
    name: 'a guess stands although the certain answer came',
    code: '  state.guesses.contradicted(entry.id);\n  return give(',
    instead: '  if (state.guesses.has(entry.id)) return undefined;\n  return give(',
  },
  {
    name: 'a nameless error is given to whoever waits',
    code: 'const entry = isMeant ? onlyPending(state) : undefined;',
    instead: "const entry = [...state.pending.all()].find(({ place }) => place === 'written');",
  },
  {
    name: 'an answer under the other type of id is dropped',
    code: 'const entry = state.pending.get(id) ?? state.pending.get(loosely(state, id) ?? id);',
    instead: 'const entry = state.pending.get(id);',
  },
  {
    name: 'an answer under the other type of id keeps it',
    code: 'if (idSpan !== undefined) return replaceSpan(bytes, idSpan, String(pendingId));',
    instead: 'if (idSpan !== undefined) return response;',
  },
  {
    name: 'the new server is not greeted',
    code: '  silence(state, tokenOf(request));\n  tellServer(state, request.bytes);',
    instead: '  silence(state, tokenOf(request));',
  },
  {
    name: 'the new server is not told that it is initialized',
    code: 'if (initialized !== undefined) tellServer(state, initialized);',
    instead: 'void initialized;',
  },
  {
    name: 'the answer to a second greeting reaches the client',
    code: 'if (isReplayAnswer(state, id)) {',
    instead: 'if (id === null) {',
  },
  {
    name: 'a server of another version is taken',
    code: '  if (!fitsVersion(handshake, versions.is)) {\n    if (state.memory',
    instead: '  if (handshake === undefined) {\n    if (state.memory',
  },
  {
    name: 'a server that refuses the handshake is taken',
    code: '    state.port.unfit({ why, isPermanent: false });\n    return;',
    instead: '    void why;\n    awaitInitialized(state, now);\n    return;',
  },
  {
    name: 'a server that does not answer the handshake is waited for',
    code: "port.unfit({ why: 'the restarted server did not answer the handshake', isPermanent: false });",
    instead: 'void port;',
  },
  {
    name: 'requests are written before the handshake is answered',
    code: "else if (state.link.kind === 'open') writeInTurn(state, entry, request, now);",
    instead:
      "else if (state.link.kind === 'open' || state.link.kind === 'replaying') writeInTurn(state, entry, request, now);",
  },
  {
    name: 'a ping waits while the server is restarted',
    code: 'else if (isKnownToLive(state, request)) answerPing(state, entry);',
    instead: '',
  },
  {
    name: 'a ping in flight at a fall is told of an error',
    code: "if (entry.method === 'ping' && agreedHandshake(state) !== undefined) return 'pong';",
    instead: '',
  },
  {
    name: 'a death at a probe is told as an error of the shield',
    code: "if (entry.resend === 'probe') return state.spoke ? 'lost' : 'probe';",
    instead: "if (entry.resend === 'probe') return 'lost';",
  },
  {
    name: 'a failed second greeting erases the first',
    code: "  state.handshake = before?.handshake ?? { kind: 'none' };",
    instead: "  state.handshake = { kind: 'none' };\n  void before;",
  },
  {
    name: 'an echo of the client’s own request is asked of the client',
    code: 'if (isEcho(state, request)) return dropEcho(state);',
    instead: '',
  },
  {
    name: 'the shield’s own errors have another code',
    code: 'code: code ?? errorCodes.internal, message, data',
    instead: 'code: code ?? errorCodes.invalidRequest, message, data',
  },
  {
    name: 'the shield’s own errors do not name their source',
    code: "const data = { source: 'mcp-shield', reason, ...known };",
    instead: 'const data = { reason, ...known };',
  },
  {
    name: 'an answer is given in the place of a server that has answered',
    code: 'if (!memory.isGood || guesses.has(id)) return false;',
    instead: 'if (!memory.isGood) return false;',
  },
  {
    name: 'what is remembered is told to another client',
    code: 'if (isModern && requestKey(request) !== memory.client) return undefined;',
    instead: '',
  },
  {
    name: 'what a server remembers otherwise is not told',
    code: '  for (const name of offered) if (!Object.hasOwn(offers, name)) state.gone.add(name);\n  distrust(state, changed);',
    instead: '  void [offered, offers];',
  },
  {
    name: 'a changed list is remembered as it was',
    code: '    state.memory.forgetList(method);\n    state.lists.outdate(method);\n    if (state.memory.client !== undefined) state.memory.noteHeard(now);',
    instead: '    void now;',
  },
  {
    name: 'a hidden tool is listed',
    code: "return toolFilter === undefined || method !== 'tools/list' ? out : toolFilter.listed(out);",
    instead: 'void [toolFilter, method];\n  return out;',
  },
  {
    name: 'a hidden tool is called',
    code: 'const hidden = state.toolFilter?.refusal(request);',
    instead:
      'const hidden = undefined as ReturnType<NonNullable<typeof state.toolFilter>["refusal"]>;',
  },
  {
    name: 'a batch is taken apart',
    code: 'for (const out of isUnchanged(batch, pieces) ? [batch] : pieces) state.port.toClient(out);',
    instead: 'for (const out of pieces) state.port.toClient(out);',
  },
  {
    name: 'a batch reaches a client that reads none',
    code: 'if (readsBatches(state)) deliverBatch(state, message, at);',
    instead: 'if (message !== undefined) deliverBatch(state, message, at);',
  },
  {
    name: 'what is still owed at the end of the session is not answered',
    code: "    refuse(state, entry, failure, entry.place === 'written');\n  }\n  state.link.refuseAll(failure);",
    instead: '    void entry;\n  }\n  state.link.refuseAll(failure);',
  },
  {
    name: 'what waits while no server will come is not answered',
    code: 'if (!waits) refuse(state, entry, failure);',
    instead: 'void waits;',
  },
];
