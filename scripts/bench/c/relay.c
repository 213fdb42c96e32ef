/*
 * The least that can stand between a client and a server: poll, read, write. What the figures of
 * a round trip are compared with. It never waits to write, so that neither direction stops the
 * other.
 */
#include "wire.h"

struct direction {
  int from, to;
  size_t start, end;
  char bytes[1 << 16];
};

static void start(char **argv, struct direction *up, struct direction *down) {
  int to[2], from[2];
  if (pipe(to) || pipe(from)) exit(2);
  if (fork() == 0) {
    dup2(to[0], 0);
    dup2(from[1], 1);
    close(to[0]), close(to[1]), close(from[0]), close(from[1]);
    execvp(argv[0], argv);
    _exit(127);
  }
  close(to[0]);
  close(from[1]);
  up->from = 0, up->to = to[1];
  down->from = from[0], down->to = 1;
  fcntl(up->to, F_SETFL, O_NONBLOCK);
  fcntl(down->to, F_SETFL, O_NONBLOCK);
}

static void write_some(struct direction *way) {
  ssize_t n = write(way->to, way->bytes + way->start, way->end - way->start);
  if (n > 0) way->start += n;
  else if (errno != EAGAIN) exit(0);
}

/* What was read is written at once; only what does not fit waits. False: the end. */
static int carry(struct direction *way) {
  if (way->start < way->end) {
    write_some(way);
    return 1;
  }
  ssize_t n = read(way->from, way->bytes, sizeof way->bytes);
  if (n <= 0) return 0;
  way->start = 0, way->end = n;
  write_some(way);
  return 1;
}

static struct pollfd wish(const struct direction *way) {
  if (way->start < way->end) return (struct pollfd){way->to, POLLOUT, 0};
  return (struct pollfd){way->from, POLLIN, 0};
}

int main(int argc, char **argv) {
  static struct direction up, down;
  if (argc < 2) return 2;
  signal(SIGPIPE, SIG_IGN);
  start(argv + 1, &up, &down);
  for (;;) {
    struct pollfd ends[2] = {wish(&up), wish(&down)};
    if (poll(ends, 2, -1) < 0) continue;
    if (ends[0].revents && !carry(&up)) close(up.to), up.from = -1;
    if (ends[1].revents && !carry(&down)) return 0;
  }
}
