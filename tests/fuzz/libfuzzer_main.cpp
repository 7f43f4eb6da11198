// SPDX-License-Identifier: MIT
// One program for all targets: SALON_FUZZ_TARGET names the one. "--targets" prints their names,
// "--seeds FOLDER" writes its seeds there.
#include "tests/fuzz/target.h"
#include <QFile>
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string_view>

using namespace salon::fuzz;

namespace {

const Target &chosenTarget()
{
    const QByteArray name = qgetenv("SALON_FUZZ_TARGET");
    const auto all = targets();
    const auto found = std::ranges::find_if(all, [&](const Target &t) { return name == t.name; });
    if (found == all.end()) {
        std::fprintf(stderr, "SALON_FUZZ_TARGET is none of the targets\n");
        std::exit(2);
    }
    return *found;
}

void writeSeeds(const QString &folder)
{
    int number = 0;
    for (const QByteArray &seed : chosenTarget().seeds()) {
        QFile file(folder + QStringLiteral("/seed-%1").arg(number++));
        if (!file.open(QIODevice::WriteOnly) || file.write(seed) != seed.size())
            std::exit(1);
    }
}

} // namespace

extern "C" int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    const std::string_view first = *argc > 1 ? (*argv)[1] : "";
    if (first == "--targets") {
        for (const Target &target : targets())
            std::printf("%s\n", target.name);
        std::exit(0);
    }
    if (first == "--seeds" && *argc > 2) {
        writeSeeds(QString::fromLocal8Bit((*argv)[2]));
        std::exit(0);
    }
    return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const Check check = chosenTarget().check;
    const auto broken = check(QByteArrayView(data, qsizetype(size)));
    if (!broken)
        return 0;
    std::fprintf(stderr, "%s\n", qPrintable(*broken));
    std::abort();
}
