/*
 * What the three C programs of the benchmark share: the clock, a search, and writing all of a
 * buffer. They are in C so that neither end of the line is what a figure measures.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static inline int64_t now_ns(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

/* The number behind `key`, as in "id":7; `otherwise` if it is not there. */
static inline long number_of(const char *text, size_t length, const char *key, long otherwise) {
  const char *found = memmem(text, length, key, strlen(key));
  return found ? strtol(found + strlen(key), NULL, 10) : otherwise;
}

static inline int has(const char *text, size_t length, const char *part) {
  return memmem(text, length, part, strlen(part)) != NULL;
}

static inline void pin_to(int core) {
  cpu_set_t set;
  if (core < 0) return;
  CPU_ZERO(&set);
  CPU_SET(core, &set);
  sched_setaffinity(0, sizeof set, &set);
}

/* Blocking; ends the program if nobody reads any more. */
static inline void write_all(int fd, const char *bytes, size_t length) {
  while (length > 0) {
    ssize_t n = write(fd, bytes, length);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) exit(0);
    bytes += n;
    length -= n;
  }
}

/* A notification of exactly `size` bytes with its newline; text as of a file, a \n now and then. */
static inline char *notification(size_t size) {
  static const char head[] =
      "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\","
      "\"params\":{\"level\":\"info\",\"data\":\"";
  static const char end[] = "\"}}\n";
  size_t from = sizeof head - 1, to = size - (sizeof end - 1);
  char *line = malloc(size);
  if (to < from) exit(2);
  memcpy(line, head, from);
  for (size_t at = from; at < to; at++) line[at] = 'a' + at % 26;
  for (size_t at = from + 64; at + 2 < to; at += 64) memcpy(line + at, "\\n", 2);
  memcpy(line + to, end, sizeof end - 1);
  return line;
}
