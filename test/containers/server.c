/*
 * An MCP server in a container without anything else: static, and deaf. It answers initialize and
 * tools/list, never tools/call, and ends neither at the end of its stdin nor at a signal that can
 * be ignored.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char line[65536];

int main(void) {
  for (int signal_ = 1; signal_ < 32; signal_++) signal(signal_, SIG_IGN);
  fprintf(stderr, "[server] ready\n");
  while (fgets(line, sizeof line, stdin)) {
    char *id = strstr(line, "\"id\":");
    if (!id) continue;
    if (strstr(line, "\"tools/call\"")) {
      fprintf(stderr, "[server] hanging\n");
      continue;
    }
    int length = strcspn(id, ",}");
    const char *result = strstr(line, "\"initialize\"")
        ? "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{\"tools\":{}},"
          "\"serverInfo\":{\"name\":\"deaf\",\"version\":\"1\"}}"
        : strstr(line, "\"tools/list\"") ? "{\"tools\":[]}" : "{}";
    printf("{\"jsonrpc\":\"2.0\",%.*s,\"result\":%s}\n", length, id, result);
    fflush(stdout);
  }
  for (;;) pause();
}
