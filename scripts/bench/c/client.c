/*
 * The client and load generator: starts a program, does one kind of work with the server behind
 * it, and prints what it measured as one line of JSON.
 *
 *   client <work> <size> <count> <window> <core of the client> <core of the program> program …
 */
#include "wire.h"

static int to_fd, from_fd;
static pid_t child;
static char in[1 << 18], head[1024];
static size_t head_length;
/* Of what was read so far. */
static long answers, messages, others, last_pid;
static long long last_started_ns;

static void fail(const char *why) {
  if (child > 0) kill(-child, SIGKILL);
  printf("\"failed\":\"%s\"}\n", why);
  exit(0);
}

static void on_alarm(int signal) {
  (void)signal;
  fail("took too long");
}

static void take(const char *line, size_t length) {
  if (length == 0 || line[0] != '{') {
    others++;
  } else if (length < sizeof head && has(line, length, "\"result\":")) {
    answers++;
    last_pid = number_of(line, length, "\"pid\":", 0);
    last_started_ns = number_of(line, length, "\"startedNs\":", 0);
  } else {
    messages++;
  }
}

/* Takes what is there; a line cut by a block is judged by what of it fits into `head`. */
static void receive(void) {
  ssize_t n = read(from_fd, in, sizeof in);
  if (n < 0 && (errno == EAGAIN || errno == EINTR)) return;
  if (n <= 0) fail("hung up");
  char *from = in, *end = in + n, *newline;
  while ((newline = memchr(from, '\n', end - from))) {
    if (head_length > 0) {
      size_t part = newline - from, room = sizeof head - head_length;
      memcpy(head + head_length, from, part < room ? part : room);
      take(head, head_length + (part < room ? part : room));
      head_length = 0;
    } else {
      take(from, newline - from);
    }
    from = newline + 1;
  }
  size_t rest = end - from, room = sizeof head - head_length;
  memcpy(head + head_length, from, rest < room ? rest : room);
  head_length += rest < room ? rest : room;
}

/* Reads while it writes: neither end waits for the other for ever. */
static void send_bytes(const char *bytes, size_t length) {
  while (length > 0) {
    ssize_t n = write(to_fd, bytes, length);
    if (n > 0) {
      bytes += n;
      length -= n;
      continue;
    }
    if (n < 0 && errno != EAGAIN) fail("hung up");
    struct pollfd ends[2] = {{from_fd, POLLIN, 0}, {to_fd, POLLOUT, 0}};
    poll(ends, 2, -1);
    if (ends[0].revents) receive();
  }
}

static void await_answers(long wanted) {
  while (answers < wanted) {
    struct pollfd end = {from_fd, POLLIN, 0};
    poll(&end, 1, -1);
    if (end.revents) receive();
  }
}

static long next_id = 1;

static size_t request(char *text) {
  return sprintf(text, "{\"jsonrpc\":\"2.0\",\"id\":%ld,\"method\":\"resources/read\","
    "\"params\":{\"uri\":\"bench://some/resource/of/the/server\"}}\n", next_id++);
}

static void ask(void) {
  char text[256];
  send_bytes(text, request(text));
}

static void start(char **argv, int core) {
  int to[2], from[2];
  if (pipe(to) || pipe(from)) fail("no pipe");
  fflush(stdout);
  child = fork();
  if (child == 0) {
    setpgid(0, 0);
    pin_to(core);
    dup2(to[0], 0);
    dup2(from[1], 1);
    dup2(open("/dev/null", O_WRONLY), 2);
    close(to[0]), close(to[1]), close(from[0]), close(from[1]);
    execvp(argv[0], argv);
    _exit(127);
  }
  close(to[0]);
  close(from[1]);
  to_fd = to[1];
  from_fd = from[0];
  fcntl(to_fd, F_SETFL, O_NONBLOCK);
  fcntl(from_fd, F_SETFL, O_NONBLOCK);
}

static void greet(void) {
  static const char hello[] =
    "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":{\"protocolVersion\":"
    "\"2025-06-18\",\"capabilities\":{},\"clientInfo\":{\"name\":\"bench\",\"version\":\"1\"}}}\n";
  static const char ready[] = "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}\n";
  send_bytes(hello, sizeof hello - 1);
  await_answers(1);
  send_bytes(ready, sizeof ready - 1);
}

/* Nanoseconds on a core so far, of all threads of the program under test. */
static long long cpu_ns(void) {
  char command[128];
  long long sum = 0;
  snprintf(command, sizeof command, "cat /proc/%d/task/*/schedstat 2>/dev/null", child);
  FILE *lines = popen(command, "r");
  for (long long on; lines && fscanf(lines, "%lld %*d %*d", &on) == 1;) sum += on;
  if (lines) pclose(lines);
  return sum;
}

static long memory_kb(const char *file, const char *key) {
  char path[64], line[256];
  long kb = 0;
  snprintf(path, sizeof path, "/proc/%d/%s", child, file);
  FILE *lines = fopen(path, "r");
  while (lines && fgets(line, sizeof line, lines)) {
    if (strncmp(line, key, strlen(key)) == 0) kb = strtol(line + strlen(key), NULL, 10);
  }
  if (lines) fclose(lines);
  return kb;
}

static void print_memory(void) {
  printf("\"rssKb\":%ld,\"anonKb\":%ld,\"pssKb\":%ld,\"peakKb\":%ld,",
    memory_kb("smaps_rollup", "Rss:"), memory_kb("smaps_rollup", "Anonymous:"),
    memory_kb("smaps_rollup", "Pss:"), memory_kb("status", "VmHWM:"));
}

static int by_size(const void *one, const void *other) {
  int64_t a = *(const int64_t *)one, b = *(const int64_t *)other;
  return (a > b) - (a < b);
}

/* One request at a time. */
static void ping_pong(long count) {
  int64_t *times = malloc(count * sizeof *times);
  for (long i = 0; i < count; i++) {
    int64_t from = now_ns();
    ask();
    await_answers(answers + 1);
    times[i] = now_ns() - from;
  }
  qsort(times, count, sizeof *times, by_size);
  printf("\"medianUs\":%.2f,\"p99Us\":%.2f,", times[count / 2] / 1e3, times[count * 99 / 100] / 1e3);
}

/* Always `window` requests under way, as long as there are any left. */
static void pipelined(long count, long window) {
  char *text = malloc(window * 160);
  for (long sent = 0, first = answers; answers - first < count;) {
    long room = window - (sent - (answers - first)), left = count - sent;
    size_t length = 0;
    for (long i = 0; i < room && i < left; i++, sent++) length += request(text + length);
    if (length > 0) send_bytes(text, length);
    await_answers(answers + 1 < first + count ? answers + 1 : first + count);
  }
  free(text);
}

static void flood(long size, long count, long noise_every, const char *single) {
  char text[256];
  long wanted = answers + 1;
  send_bytes(text, sprintf(text, "{\"jsonrpc\":\"2.0\",\"id\":%ld,\"method\":\"tools/call\",\"params\":"
    "{\"name\":\"flood\",\"arguments\":{\"size\":%ld,\"count\":%ld,\"noise\":%ld,"
    "\"single\":%s}}}\n", next_id++, size, count, noise_every, single));
  await_answers(wanted);
  if (messages != count - (noise_every > 0 ? count / noise_every : 0)) fail("lost messages");
}

/* Many lines per write where they are small. */
static void upload(long size, long count) {
  char *line = notification(size);
  long per_block = size < 65536 ? 65536 / size : 1;
  char *block = malloc(per_block * size);
  for (long i = 0; i < per_block; i++) memcpy(block + i * size, line, size);
  for (long sent = 0; sent < count; sent += per_block) {
    long lines = count - sent < per_block ? count - sent : per_block;
    send_bytes(block, lines * size);
  }
  ask();
  await_answers(answers + 1);
}

static void recover(long session_length) {
  pipelined(session_length, 64);
  int64_t from = now_ns();
  long killed = last_pid;
  kill(killed, SIGKILL);
  ask();
  await_answers(answers + 1);
  int64_t to = now_ns();
  if (last_pid == killed) fail("was not killed");
  printf("\"serverMs\":%.3f,\"answerMs\":%.3f,", (last_started_ns - from) / 1e6, (to - from) / 1e6);
}

/* Polite first: what is left of a server would disturb the next figure. */
static void stop(void) {
  close(to_fd);
  for (int i = 0; i < 200 && waitpid(child, NULL, WNOHANG) == 0; i++) usleep(10000);
  kill(-child, SIGKILL);
}

int main(int argc, char **argv) {
  if (argc < 8) return 2;
  const char *work = argv[1];
  long size = atol(argv[2]), count = atol(argv[3]), window = atol(argv[4]);
  pin_to(atoi(argv[5]));
  signal(SIGPIPE, SIG_IGN);
  signal(SIGALRM, on_alarm);
  alarm(20);
  int64_t begun = now_ns();
  printf("{");
  start(argv + 7, atoi(argv[6]));
  if (strcmp(work, "exit") == 0) {
    waitpid(child, NULL, 0);
    printf("\"exitMs\":%.3f}\n", (now_ns() - begun) / 1e6);
    return 0;
  }
  if (strcmp(work, "bare") == 0) {
    usleep(count * 1000);
    print_memory();
    printf("\"ok\":1}\n");
    kill(-child, SIGKILL);
    return 0;
  }
  greet();
  printf("\"spawnMs\":%.3f,\"firstAnswerMs\":%.3f,", (last_started_ns - begun) / 1e6,
    (now_ns() - begun) / 1e6);
  if (strcmp(work, "start") != 0) {
    long warm_up = strcmp(work, "latency") == 0 ? 300 : 20;
    if (strcmp(work, "idle") != 0) pipelined(warm_up, 1);
    long long cpu = cpu_ns();
    int64_t from = now_ns();
    if (strcmp(work, "latency") == 0) ping_pong(count);
    else if (strcmp(work, "pipelined") == 0) pipelined(count, window);
    else if (strcmp(work, "down") == 0) flood(size, count, window, "false");
    else if (strcmp(work, "singly") == 0) flood(size, count, 0, "true");
    else if (strcmp(work, "up") == 0) upload(size, count);
    else if (strcmp(work, "recover") == 0) recover(count);
    else if (strcmp(work, "idle") == 0) usleep(count * 1000);
    printf("\"ms\":%.3f,\"cpuUs\":%.1f,", (now_ns() - from) / 1e6, (cpu_ns() - cpu) / 1e3);
    print_memory();
  }
  printf("\"noise\":%ld}\n", others);
  fflush(stdout);
  stop();
  return 0;
}
