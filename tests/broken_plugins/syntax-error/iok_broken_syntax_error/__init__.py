def iok_connectors(:
    return []
