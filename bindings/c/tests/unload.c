/* A thread loads a plug-in, lets it work, unloads it, and ends. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>

static const char *path;

static void *thread(void *unused) {
    void *plugin = dlopen(path, RTLD_NOW);
    int (*work)(void);
    if (plugin == NULL) return fprintf(stderr, "%s\n", dlerror()), unused;
    *(void **)&work = dlsym(plugin, "work");
    if (work == NULL || work() != 0) return NULL;
    return dlclose(plugin) == 0 ? &path : NULL;
}

int main(int argc, char **argv) {
    pthread_t id;
    void *done = NULL;
    if (argc != 2) return 2;
    path = argv[1];
    if (pthread_create(&id, NULL, thread, NULL) != 0) return 3;
    pthread_join(id, &done);
    if (done == NULL) return 4;
    puts("the thread has ended");
    return 0;
}
