// SPDX-License-Identifier: MIT
#include "server/app/command_settings.h"
#include "server/operation/log.h"
#include <QProcessEnvironment>

using namespace Qt::StringLiterals;

namespace salon::server {

Result<Settings> settingsOf(const CommandCall &call)
{
    TRY_ASSIGN(auto settings,
               loadSettings(call.option(u"config"_s),
                            QProcessEnvironment::systemEnvironment().toStringList()));
    if (call.has(u"data"_s))
        settings.dataFolder = call.option(u"data"_s);
    if (call.has(u"listen"_s)) {
        TRY(settings.setListen(call.option(u"listen"_s), u"--listen"_s));
        if (auto fitting = settings.check(); !fitting)
            return fitting.error().at(u"--listen"_s);
    }
    TRY_ASSIGN(const auto levels, LogLevels::parse(settings.logLevels));
    Log::process().setLevels(levels);
    return settings;
}

} // namespace salon::server
