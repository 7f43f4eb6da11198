// SPDX-License-Identifier: MIT
// QProcess has its child in the parent's memory until it is another program, and the sanitizer,
// which takes it for a fork, would look no more at the thread that has started it. Stands in the
// program itself, since the sanitizer's library comes before all others.
#include <dlfcn.h>
#include <sched.h>

extern "C" __attribute__((visibility("default"))) int clone(int (*child)(void *), void *stack,
                                                            int flags, void *argument, ...)
{
    using Clone = int(int (*)(void *), void *, int, void *, int *, void *, int *);
    static auto *const theirs = reinterpret_cast<Clone *>(dlsym(RTLD_NEXT, "clone"));
    __builtin_va_list more;
    __builtin_va_start(more, argument);
    int *const parentId = __builtin_va_arg(more, int *);
    void *const tls = __builtin_va_arg(more, void *);
    int *const childId = __builtin_va_arg(more, int *);
    __builtin_va_end(more);
    if (flags & CLONE_VFORK)
        flags &= ~CLONE_VM;
    return theirs(child, stack, flags, argument, parentId, tls, childId);
}
