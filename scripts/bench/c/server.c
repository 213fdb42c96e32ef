/*
 * The server: answers each request with its pid and the time at which it started, and writes
 * floods of notifications when asked to. It has one resource; its answers are valid MCP, because
 * some relays check them. BENCH_SERVER_CORE pins it.
 */
#include "wire.h"

static int64_t started_ns;
static char out[1 << 16];
static size_t out_length;

static void flush(void) {
  write_all(1, out, out_length);
  out_length = 0;
}

#define URI "\"uri\":\"bench://some/resource/of/the/server\""

/* What the method asks for; a relay may list by itself. */
static const char *result_of(const char *line, size_t length) {
  if (has(line, length, "\"initialize\"")) {
    return "\"protocolVersion\":\"2025-06-18\",\"capabilities\":{\"resources\":{}},"
      "\"serverInfo\":{\"name\":\"bench\",\"version\":\"1\"}";
  }
  if (has(line, length, "\"resources/list\"")) return "\"resources\":[{" URI ",\"name\":\"bench\"}]";
  if (has(line, length, "\"resources/templates/list\"")) return "\"resourceTemplates\":[]";
  return "\"contents\":[{" URI ",\"text\":\"listening, all is well\"}]";
}

static void answer(long id, const char *result) {
  if (out_length + 512 > sizeof out) flush();
  out_length += sprintf(out + out_length,
    "{\"jsonrpc\":\"2.0\",\"id\":%ld,\"result\":{%s,"
    "\"_meta\":{\"pid\":%d,\"startedNs\":%lld}}}\n", id, result, getpid(), (long long)started_ns);
}

/* Many lines per write where they are small, as if in a hurry, or each on its own (`single`). */
static void flood(size_t size, long count, long noise_every, int single) {
  static const char noise[] = "INFO 2026-01-01 12:00:00 listening, all is well\n";
  size_t per_block = size < 65536 && !single ? 65536 / size : 1;
  char *line = notification(size), *block = malloc(per_block * (size + sizeof noise));
  for (long sent = 0; sent < count;) {
    size_t length = 0;
    for (size_t i = 0; i < per_block && sent < count; i++, sent++) {
      int is_noise = noise_every > 0 && sent % noise_every == noise_every - 1;
      size_t n = is_noise ? sizeof noise - 1 : size;
      memcpy(block + length, is_noise ? noise : line, n);
      length += n;
    }
    write_all(1, block, length);
  }
  free(block);
  free(line);
}

/* Requests are short; all else is only there to be read. */
static void take(const char *line, size_t length) {
  long id = length > 1024 ? -1 : number_of(line, length, "\"id\":", -1);
  if (id < 0) return;
  long size = number_of(line, length, "\"size\":", 0);
  if (size > 0) {
    flush();
    flood(size, number_of(line, length, "\"count\":", 1),
      number_of(line, length, "\"noise\":", 0), has(line, length, "\"single\":true"));
  }
  answer(id, result_of(line, length));
}

int main(void) {
  static char in[1 << 18];
  size_t kept = 0, skipped = 0;
  const char *core = getenv("BENCH_SERVER_CORE");
  started_ns = now_ns();
  signal(SIGPIPE, SIG_IGN);
  if (core) pin_to(atoi(core));
  for (;;) {
    ssize_t n = read(0, in + kept, sizeof in - kept);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return 0;
    char *from = in, *end = in + kept + n, *scan = in + kept, *newline;
    while ((newline = memchr(scan, '\n', end - scan))) {
      if (skipped == 0) take(from, newline - from);
      skipped = 0;
      from = scan = newline + 1;
    }
    flush();
    kept = end - from;
    /* Too long to be a request: forget it up to its newline. */
    if (kept > 1024) skipped = 1, kept = 0;
    memmove(in, from, kept);
  }
}
